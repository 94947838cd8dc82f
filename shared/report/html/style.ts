/** Where the picture would be too small to read, its words take its place. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #57606a; --paper: #fff; --line: #8c959f; --soft: #f3f4f6; --bad: #b3261e; --warn: #8a5300; --good: #1a7f37; --odd: #6639ba; --info: #0757ba }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --dim: #9aa4af; --paper: #0d1117; --line: #7d8590; --soft: #1c2129; --bad: #ff8a80; --warn: #f0b35a; --good: #5fd07a; --odd: #c8a5ff; --info: #79b8ff } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 900px; margin: 0 auto; padding: 16px }
h1, h2, h3, p, li, dd, pre, code { overflow-wrap: anywhere }
h1 { font-size: 1.6rem; margin: .5em 0 0 } h2 { font-size: 1.15rem; margin: 1.6em 0 .5em } h3 { font-size: 1rem; margin: .8em 0 .2em }
section + section { border-top: 2px solid var(--line); margin-top: 3em; padding-top: 1em }
.sentence { font-size: 1.1rem; margin: .2em 0 1em }
code, pre { font: .85rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace }
pre { white-space: pre-wrap; background: var(--soft); padding: 8px 10px; margin: 6px 0; border-radius: 4px }
.findings { list-style: none; padding: 0; margin: 0 }
.findings > li { border: 1px solid var(--line); border-left-width: 6px; border-radius: 4px; padding: 8px 12px; margin: 0 0 10px }
.findings p { margin: 2px 0 }
.critical { border-left-color: var(--bad) !important } .warning { border-left-color: var(--warn) !important } .info { border-left-color: var(--info) !important }
.findings > .unknown { border-left-color: var(--odd) !important } .resolved { border-left-color: var(--good) !important }
.mark { font-size: .8rem; letter-spacing: .04em }
.critical .mark { color: var(--bad) } .warning .mark { color: var(--warn) } .info .mark { color: var(--info) } .unknown .mark { color: var(--odd) } .resolved .mark { color: var(--good) }
.findings dl { margin: 4px 0 } .findings dl div { display: flex; gap: 8px } dt { flex: 0 0 4.5em; color: var(--dim); font-size: .85rem } dd { margin: 0; min-width: 0 }
.foot, figcaption { color: var(--dim); font-size: .85rem }
figure { margin: 0 } .words { display: none } .words ul { margin: 0; padding-left: 1.2em; font-size: .9rem }
.picture { display: block; max-width: 100%; height: auto; margin: 8px 0 }
.picture text { font: 11px ui-monospace, "DejaVu Sans Mono", monospace; fill: var(--ink); white-space: pre }
.picture .head { font-weight: bold; fill: var(--dim) } .picture .small { fill: var(--dim) } .picture .why { fill: var(--bad) }
.picture rect { fill: var(--paper); stroke: var(--line); stroke-width: 1 }
.picture path { fill: none; stroke: var(--line); stroke-width: 1.2 }
.picture .broken { stroke: var(--bad); stroke-width: 1.6; stroke-dasharray: 6 3 }
.picture .unknown { stroke: var(--odd); stroke-width: 1.6; stroke-dasharray: 1.5 3 }
.picture .ghost { stroke: var(--dim); stroke-dasharray: 2 4; opacity: .7 }
.picture rect.bar { fill: var(--soft); stroke: var(--bad); stroke-width: 2.5 }
.picture rect.track { fill: var(--soft); stroke: none }
.picture rect.outage { fill: none; stroke: var(--bad); stroke-width: 2 }
@media (max-width: 700px) { .picture { display: none } .words { display: block } }
@media print { main { max-width: none } }
`.trim();
