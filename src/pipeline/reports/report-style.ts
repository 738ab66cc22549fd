/** The report's one style sheet: calm on a screen, plain on paper. */
export const reportStyle = `
:root { color-scheme: light dark; --ink: #1c2126; --dim: #5b6670; --line: #d5dade; --paper: #ffffff; --panel: #f5f7f8; --accent: #b86e00; --warn: #9a5b00; --good: #1d7a4f; --time: #3b7dd8; --chance: #8a949d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8eb; --dim: #98a3ad; --line: #353c43; --paper: #15181b; --panel: #1c2024; --accent: #f0b429; --warn: #f0b429; --good: #41b883; --time: #6aa5f0; --chance: #8a949d; } }
@media print { :root { color-scheme: light; --ink: #000; --dim: #444; --line: #bbb; --paper: #fff; --panel: #fff; --accent: #b86e00; --warn: #7a4800; --good: #14563a; } body { font-size: 9.5pt; } main { max-width: none; padding: 0; } section, figure, table { break-inside: avoid; } h2 { break-after: avoid; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 13px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1040px; margin: 0 auto; padding: 28px 24px 60px; }
h1 { font-size: 21px; margin: 0 0 2px; } h2 { font-size: 14px; margin: 30px 0 8px; padding-bottom: 4px; border-bottom: 1px solid var(--line); } h3 { font-size: 13px; margin: 18px 0 6px; }
p { margin: 6px 0; max-width: 76ch; } .dim { color: var(--dim); }
.headline { display: flex; flex-wrap: wrap; gap: 12px; margin: 16px 0; }
.tile { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 10px 16px; min-width: 190px; }
.tile b { display: block; font-size: 24px; line-height: 1.2; } .tile span { color: var(--dim); }
ul.findings { list-style: none; margin: 8px 0; padding: 0; max-width: 84ch; } ul.findings li { padding: 3px 0 3px 20px; position: relative; }
ul.findings li::before { content: "•"; position: absolute; left: 5px; color: var(--dim); } li.warning::before { color: var(--warn) !important; content: "!" !important; font-weight: 700; } li.good::before { color: var(--good) !important; content: "✓" !important; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 6px 0; } th, td { padding: 4px 10px; border-bottom: 1px solid var(--line); vertical-align: top; } th { color: var(--dim); font-weight: 600; } .text { text-align: left; } .number { text-align: right; white-space: nowrap; }
td.hit { background: color-mix(in srgb, var(--time) calc(var(--share) * 45%), transparent); } td.miss { background: color-mix(in srgb, var(--accent) calc(var(--share) * 40%), transparent); }
figure { margin: 12px 0 20px; } figcaption { font-weight: 600; margin-bottom: 4px; }
svg { width: 100%; height: auto; display: block; } svg text { fill: var(--dim); font-size: 11px; } svg text.axis { fill: var(--ink); } svg line { stroke: var(--dim); } svg line.grid { stroke: var(--line); } svg .frame { fill: none; stroke: var(--dim); } svg line.span { stroke: var(--line); stroke-width: 3; } svg.scores { max-width: 780px; } svg image { image-rendering: auto; }
.own { fill: var(--accent); background: var(--accent); } .time-only { fill: var(--time); background: var(--time); } .majority { fill: var(--chance); background: var(--chance); }
.key { margin-right: 16px; white-space: nowrap; } .swatch, .dot { display: inline-block; width: 11px; height: 11px; margin-right: 6px; border-radius: 2px; vertical-align: -1px; print-color-adjust: exact; -webkit-print-color-adjust: exact; } .dot { border-radius: 50%; }
code { font: 11.5px ui-monospace, monospace; overflow-wrap: anywhere; }
@media print { .scroll { overflow: visible; } table { font-size: 7.5pt; } th, td { padding: 2px 5px; } .number, .text { white-space: normal; } td small { display: block; } svg text { font-size: 14px; } figure svg { max-height: 72mm; } .headline { flex-wrap: nowrap; } .tile { flex: 1; min-width: 0; padding: 6px 10px; } .tile span { font-size: 7.5pt; } }
`;
