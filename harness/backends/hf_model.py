"""A transformers model in memory: prompts, batches, answers. All of it runs in one thread."""

from __future__ import annotations

import copy
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.backends.base import Answer, Message, Request, Result, Usage
from harness.backends.gathering import Ticket
from harness.backends.hf_source import Source
from harness.backends.hf_steps import Draw, Ends, cut_at_stop, seed_of
from harness.backends.quoting import mend_surrogates, quote_line
from harness.errors import BackendError

_CONTEXTS = (
    "max_position_embeddings",
    "n_positions",
    "max_encoder_position_embeddings",
    "n_ctx",
    "seq_length",
    "max_seq_len",
)
"""How settings of models call the length of their context, in tokens."""

_NO_LIMIT = 1_000_000_000
"""A tokenizer that knows no limit gives a number beyond this."""

_OURS: Mapping[str, Any] = {
    "do_sample": False,  # drawing is done by the noise that is put on the scores
    "num_beams": 1,
    "early_stopping": False,
    "length_penalty": 1.0,
    "temperature": None,
    "top_p": None,
    "top_k": None,
    "max_length": None,
}
"""What the model's own generation settings do not decide."""


@dataclass(frozen=True)
class Row:
    """A ticket as the model is shown it: the prompt's tokens, and how many may be written."""

    ticket: Ticket
    tokens: tuple[int, ...]
    room: int


@dataclass(frozen=True)
class LocalModel:
    """A loaded model with its tokenizer."""

    model: Any
    tokenizer: Any
    settings: Mapping[str, Any]
    where: str
    label: str

    def answer(self, tickets: Sequence[Ticket]) -> list[Result]:
        """Return the outcome of each request; those with room for a whole answer are generated together."""
        found: dict[Ticket, Result] = {}
        rows: list[Row] = []
        for ticket in tickets:
            try:
                rows.append(self._row(ticket))
            except BackendError as error:
                found[ticket] = error
        whole = [row for row in rows if row.room == self._most]
        # a row that ends at the context must not be carried beyond it by a longer neighbour
        for batch in [whole, *([row] for row in rows if row.room < self._most)]:
            if batch:
                found.update(self._generate(batch))
        return [found[ticket] for ticket in tickets]

    @property
    def context(self) -> int | None:
        """How many tokens the model can read; None where nothing says so."""
        config = self.model.config
        for source in (config, config.get_text_config()):
            for name in _CONTEXTS:
                length = getattr(source, name, None)
                if type(length) is int and length > 0:
                    return length
        limit = self.tokenizer.model_max_length
        return int(limit) if limit < _NO_LIMIT else None

    @property
    def _is_seq2seq(self) -> bool:
        return bool(self.model.config.is_encoder_decoder)

    @property
    def _most(self) -> int:
        """How many tokens an answer may have: what is asked for, and what a decoder of its own has room for."""
        most = int(self.settings["max_tokens"])
        config = self.model.config
        own = getattr(config, "max_decoder_position_embeddings", None) or getattr(
            config, "max_position_embeddings", None
        )
        return min(most, own - 1) if self._is_seq2seq and own else most

    def _row(self, ticket: Ticket) -> Row:
        tokens = self._tokenize(ticket.request)
        context = self.context
        room = self._most if context is None or self._is_seq2seq else min(self._most, context - len(tokens))
        if context is not None and (room < 1 or len(tokens) > context):
            holds = "reads" if self._is_seq2seq else "has room, the answer included, for"
            what = (
                f"the prompt of the sample {ticket.request.sample!r} has {len(tokens):,} tokens; "
                f"the model {holds} {context:,}."
            )
            raise BackendError(what, where=self.where, mend="Shorten its articles, or take another model.")
        return Row(ticket, tokens, room)

    def _tokenize(self, request: Request) -> tuple[int, ...]:
        system = self.settings.get("system")
        messages = [*([Message(role="system", content=system)] if system else []), *request.messages]
        if not self.tokenizer.chat_template:
            text = "\n\n".join(message.content for message in messages)
            return tuple(self.tokenizer(text)["input_ids"])
        text = self._render(messages)
        if system and text == self._render(request.messages):
            raise self._no_system("leaves the system prompt out")
        return tuple(self.tokenizer(text, add_special_tokens=False)["input_ids"])

    def _render(self, messages: Sequence[Message]) -> str:
        from jinja2 import TemplateError  # noqa: PLC0415

        plain = [message.model_dump() for message in messages]
        try:
            return str(self.tokenizer.apply_chat_template(plain, tokenize=False, add_generation_prompt=True))
        except TemplateError as error:
            if messages[0].role == "system":
                raise self._no_system(f"refuses it: {quote_line(str(error))}") from error
            what = f"the model's chat template fails: {quote_line(str(error))}."
            raise BackendError(what, where=self.where, cause="denied") from error

    def _no_system(self, why: str) -> BackendError:
        what = f"the model has no use for a system prompt; its chat template {why}."
        return BackendError(what, where=self.where, mend="Leave --system out.", cause="denied")

    def _generate(self, rows: Sequence[Row]) -> dict[Ticket, Result]:
        """Return the outcomes of one batch; one that is too large for the memory is halved."""
        import torch  # noqa: PLC0415

        started = time.perf_counter()
        try:
            written = self._write(rows)
        except torch.OutOfMemoryError as error:
            if len(rows) > 1:
                half = len(rows) // 2
                return {**self._generate(rows[:half]), **self._generate(rows[half:])}
            what = f"the device has not enough memory for the sample {rows[0].ticket.request.sample!r}."
            mend = "Lower --max-tokens, or take a smaller model."
            return {rows[0].ticket: BackendError(f"{what} {quote_line(str(error))}", where=self.where, mend=mend)}
        except Exception as error:  # noqa: BLE001  (a model is code of others: whatever it raises is its failure)
            what = f"the model failed: {type(error).__name__}: {quote_line(str(error))}"
            return {row.ticket: BackendError(what, where=self.where) for row in rows}
        seconds = time.perf_counter() - started
        return {row.ticket: self._read(row, tokens, seconds=seconds) for row, tokens in zip(rows, written, strict=True)}

    def _write(self, rows: Sequence[Row]) -> list[list[int]]:
        """Return the tokens that were written for each row, as far as the row went on."""
        import torch  # noqa: PLC0415

        longest = max(len(row.tokens) for row in rows)
        tokens, mask = zip(*(self._pad(row.tokens, longest) for row in rows), strict=True)
        prompt_length = 1 if self._is_seq2seq else longest
        ends = Ends(prompt_length, self._stop, self._decode, [_asks_whether_dropped(row.ticket) for row in rows])
        settings = copy.deepcopy(self.model.generation_config)
        settings.update(**_OURS, max_new_tokens=rows[0].room, pad_token_id=self._pad_token)
        with torch.inference_mode():
            sequences = self.model.generate(
                input_ids=torch.tensor(tokens, device=self.model.device),
                attention_mask=torch.tensor(mask, device=self.model.device),
                generation_config=settings,
                logits_processor=self._draws(rows),
                stopping_criteria=[ends],
            )
        return [ids[:length] for ids, length in zip(sequences[:, prompt_length:].tolist(), ends.lengths, strict=True)]

    def _pad(self, tokens: Sequence[int], length: int) -> tuple[list[int], list[int]]:
        """Return tokens and mask of a length: padded before the prompt, or after it for an encoder.

        The padding repeats the prompt's first token, which the model does not see. So a penalty on tokens that have
        come before, where the model has one, falls on the same tokens as without padding.
        """
        padding = length - len(tokens)
        if self._is_seq2seq:
            return [*tokens, *[tokens[0]] * padding], [*[1] * len(tokens), *[0] * padding]
        return [*[tokens[0]] * padding, *tokens], [*[0] * padding, *[1] * len(tokens)]

    def _draws(self, rows: Sequence[Row]) -> list[Draw]:
        temperature = self.settings["temperature"]
        if not temperature:
            return []
        seeds = [seed_of(self.settings["model_seed"], row.ticket.request.id) for row in rows]
        return [Draw(seeds, temperature, self.settings.get("top_p"))]

    def _read(self, row: Row, tokens: Sequence[int], *, seconds: float) -> Answer:
        end = next((place for place, token in enumerate(tokens) if token in self._end_tokens), None)
        written = tokens if end is None else tokens[: end + 1]
        text, is_stopped = cut_at_stop(self._decode(written), self._stop)
        return Answer(
            text=mend_surrogates(text),
            finish="stop" if is_stopped or end is not None else "length",
            model=self.label,
            usage=Usage(input_tokens=len(row.tokens), output_tokens=len(written)),
            seconds=seconds,
        )

    @property
    def _stop(self) -> Sequence[str]:
        return self.settings.get("stop") or ()

    @property
    def _end_tokens(self) -> frozenset[int]:
        found = self.model.generation_config.eos_token_id
        return frozenset() if found is None else frozenset([found] if isinstance(found, int) else found)

    @property
    def _pad_token(self) -> int:
        found = self.tokenizer.pad_token_id
        return int(found) if found is not None else min(self._end_tokens, default=0)

    def _decode(self, tokens: Sequence[int]) -> str:
        return str(self.tokenizer.decode(tokens, skip_special_tokens=True))


def load_model(source: Source, settings: Mapping[str, Any], where: str) -> LocalModel:
    """Return a model in memory, on the GPU where there is one.

    Raises BackendError: final where the files hold no model that the library knows, or one that would run its own code.
    """
    import transformers  # noqa: PLC0415

    folder = source.fetch()
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    try:
        model, tokenizer = _load(folder, where)
        _place(model)
    except BackendError:
        raise
    except Exception as error:
        what = f"the model cannot be loaded: {_said(error)}"
        raise BackendError(what, where=where, cause="denied") from error
    return LocalModel(model, tokenizer, settings, where, source.label)


def _load(folder: Path, where: str) -> tuple[Any, Any]:
    """Return model and tokenizer from a folder: without a connection, code of the model's own, or pickled weights."""
    import transformers  # noqa: PLC0415

    safe: dict[str, Any] = {"trust_remote_code": False, "local_files_only": True}
    config = transformers.AutoConfig.from_pretrained(folder, **safe)
    if "/" in str(getattr(config, "_attn_implementation", "")):
        what = "the model asks for code from the hub, which is not run."
        raise BackendError(what, where=where, cause="denied")
    kind = transformers.AutoModelForSeq2SeqLM if config.is_encoder_decoder else transformers.AutoModelForCausalLM
    model = kind.from_pretrained(folder, config=config, use_safetensors=True, **{_dtype_option(): "auto"}, **safe)
    return model, transformers.AutoTokenizer.from_pretrained(folder, **safe)


def _dtype_option() -> str:
    """Return how this version of the library calls the type of the numbers."""
    import transformers  # noqa: PLC0415

    major, minor = (int(part) for part in transformers.__version__.split(".")[:2])
    return "dtype" if (major, minor) >= (4, 56) else "torch_dtype"


def _place(model: Any) -> None:  # noqa: ANN401  (torch is not there where types are checked)
    """Put a model on the GPU, or on the CPU, which is slow at numbers of half length."""
    import torch  # noqa: PLC0415

    if torch.cuda.is_available():
        model.to("cuda")
    elif torch.backends.mps.is_available():
        model.to("mps")
    elif model.dtype == torch.float16:
        model.float()
    model.eval()


def _asks_whether_dropped(ticket: Ticket) -> Any:  # noqa: ANN401
    return lambda: ticket.is_dropped


def _said(error: Exception) -> str:
    line = quote_line(next((line for line in str(error).splitlines() if line.strip()), type(error).__name__))
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."
