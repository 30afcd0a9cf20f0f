"""Tiny models with weights drawn by chance, as folders that transformers reads; the tokenizer knows single bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

BYTES = 256
PAD, END, BEGIN = BYTES, BYTES + 1, BYTES + 2
TEMPLATE = (
    "{% for message in messages %}[{{ message.role }}]{{ message.content }}{% endfor %}"
    "{% if add_generation_prompt %}[answer]{% endif %}"
)
USER_ONLY = (
    "{% for message in messages %}{% if message.role == 'system' %}{{ raise_exception('no system role') }}{% endif %}"
    "[{{ message.role }}]{{ message.content }}{% endfor %}[answer]"
)
DEAF = (
    "{% for message in messages %}{% if message.role == 'user' %}[user]{{ message.content }}{% endif %}{% endfor %}"
    "[answer]"
)


def make_tokenizer(template: str | None = None) -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: number for number, letter in enumerate(letters)}
    vocabulary |= {"<pad>": PAD, "<end>": END, "<begin>": BEGIN}
    inner = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    made = PreTrainedTokenizerFast(
        tokenizer_object=inner, bos_token="<begin>", eos_token="<end>", pad_token="<pad>", model_max_length=100_000
    )
    made.chat_template = template
    return made


def make_llama(folder: Path, *, template: str | None = None, context: int = 512, **generation: Any) -> Path:
    """A causal model with rotary positions."""
    from transformers import LlamaConfig, LlamaForCausalLM

    config = LlamaConfig(
        vocab_size=BYTES + 3,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=context,
        bos_token_id=BEGIN,
        eos_token_id=END,
        pad_token_id=PAD,
        initializer_range=0.5,
    )
    return _save(LlamaForCausalLM, config, folder, template, generation)


def make_gpt2(folder: Path, *, context: int = 512, **generation: Any) -> Path:
    """A causal model with learned positions, as many as its context has, and without a padding token."""
    from transformers import GPT2Config, GPT2LMHeadModel

    config = GPT2Config(
        vocab_size=BYTES + 3,
        n_positions=context,
        n_embd=32,
        n_layer=2,
        n_head=4,
        bos_token_id=END,
        eos_token_id=END,
        initializer_range=0.5,
    )
    return _save(GPT2LMHeadModel, config, folder, None, generation)


def make_bart(folder: Path, *, context: int = 512, **generation: Any) -> Path:
    """A model with an encoder of its own."""
    from transformers import BartConfig, BartForConditionalGeneration

    config = BartConfig(
        vocab_size=BYTES + 3,
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=context,
        bos_token_id=BEGIN,
        eos_token_id=END,
        pad_token_id=PAD,
        decoder_start_token_id=END,
        forced_eos_token_id=None,
        init_std=0.5,
    )
    return _save(BartForConditionalGeneration, config, folder, None, generation)


def make_t5(folder: Path, **generation: Any) -> Path:
    """A model with an encoder of its own and relative positions."""
    from transformers import T5Config, T5ForConditionalGeneration

    config = T5Config(
        vocab_size=BYTES + 3,
        d_model=32,
        d_kv=8,
        d_ff=64,
        num_layers=2,
        num_heads=4,
        eos_token_id=END,
        pad_token_id=PAD,
        decoder_start_token_id=PAD,
        initializer_factor=5.0,
    )
    return _save(T5ForConditionalGeneration, config, folder, None, generation)


def _save(kind: Any, config: Any, folder: Path, template: str | None, generation: dict[str, Any]) -> Path:
    import torch

    torch.manual_seed(3)
    model = kind(config)
    for name, value in generation.items():
        setattr(model.generation_config, name, value)
    model.save_pretrained(folder)
    make_tokenizer(template).save_pretrained(folder)
    return folder
