"""Texts that would do harm where text is taken for markup, code, an address, a template or a direction."""

from __future__ import annotations

HARMLESS = "A plain text of some length, without anything in it."

HOSTILE = (
    "<script>window.hacked = 1; alert(1)</script>",
    "</script><script>window.hacked = 1</script>",
    "<!--<script>window.hacked = 1</script>-->",
    '<img src=x onerror="window.hacked = 1">',
    "<svg onload=window.hacked=1><animate onbegin=alert(1) attributeName=x></svg>",
    '"><body onload=alert(1)>',
    "' onmouseover='alert(1)' x='",
    '<a href="javascript:alert(1)">click</a>',
    "javascript:window.hacked=1//",
    "data:text/html,<script>alert(1)</script>",
    "[link](javascript:alert(1))",
    '<iframe srcdoc="<script>parent.hacked = 1</script>"></iframe>',
    "<style>* { display: none !important }</style>",
    "</style><style>body { background: url(http://127.0.0.1:9/x) }",
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css>",
    '<meta http-equiv=refresh content="0;url=http://127.0.0.1:9/">',
    "<base href=http://127.0.0.1:9/>",
    "<form action=http://127.0.0.1:9/><input name=x autofocus onfocus=alert(1)></form>",
    "{{ 7 * 7 }}{% for x in range(9) %}x{% endfor %}{# no #}",
    "${alert(1)} #{7*7} <%= 7*7 %> {{constructor.constructor('alert(1)')()}}",
    "\u202eevil\u202c \u2066isolated\u2069 \u200fmark\u061c",
    "\x1b[31mred\x1b]8;;http://127.0.0.1:9/\x07link\x1b]8;;\x07 \x9b2J",
    "zero\u200bwidth \ufeff bom \u00ad soft \u2028 line \u2029 paragraph",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62; &amp;nbsp;",
    "]]><![CDATA[<script>alert(1)</script>]]>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)></style></table></mtext></math>",
    "<template><slot></slot></template><custom-element is=x></custom-element>",
    '\\u003cscript\\u003ealert(1)\\u003c/script\\u003e \\" \\n',
    "__proto__ constructor toString hasOwnProperty",
    "<b>" + "wide " * 200_000 + "</b>",
)
