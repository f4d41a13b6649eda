"""Names and sentences as people type them, and as they might to do harm: all are shown as typed."""

from __future__ import annotations

NAMES = (
    "Ana Lima", "Björn Åkesson", "Siobhán O'Neill", "Zoë van der Meer-Achterberg", "Ngô Thị Hồng Nhung",
    "Ελένη Παπαδοπούλου", "Ольга Щербакова", "山田 太郎", "김민준", "Nguyễn", "محمد العربي", "שרה כהן",
    "สมชาย ใจดี", "अनिता शर्मा", "Li", "Dr. María-José Carreño Quiñones de la Vega y Ruiz-Tagle",
    "R&D <Platform>", "*Bold* _Team_", "{{ owner.name }}", "</script><b>x", '"Quoted" & Sons', "No",
    "100% Café: #1", '--8<-- "mkdocs.yml"', "[link](x) | cell", "`code` \\ back", "👩‍💻 Devs", "x" * 120,
)  # fmt: skip
SENTENCES = (
    "A tenant reports a repair once and it is put right.",
    'Cut repeat visits from 22% to 15% of jobs: by June, not "soon".',
    "Fewer calls, fewer forms & nobody sent twice <ever>.",
    "Écouter d'abord; livrer ensuite — même s'il pleut.",
    "{% raw %} of what people type, {{ 7 * 7 }} and `ticks`.",
    "null", "yes", "0123", "1.10", "12:30", "~", "# not a comment", "- not a list", "a: b, c: d",
    "Long " + "and longer " * 40 + "still.",
)  # fmt: skip
