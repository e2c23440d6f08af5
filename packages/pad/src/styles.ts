/**
 * Whatever a page wants otherwise it sets as `--inkling-…` on the element. Light or dark as the page is, which says so by
 * `color-scheme`: one that says `light dark` follows what its reader prefers.
 */
export const STYLES = `
:host {
  --_paper: var(--inkling-paper, light-dark(#fffdf8, #1d222b));
  --_ink: var(--inkling-ink, light-dark(#1b2230, #eef1f6));
  --_text: var(--inkling-text, light-dark(#1b2230, #eef1f6));
  --_muted: var(--inkling-muted, light-dark(#5a6272, #aab3c2));
  --_accent: var(--inkling-accent, light-dark(#2547a8, #9db8ff));
  --_line: var(--inkling-line, light-dark(#8b93a3, #6b7585));
  --_warning: var(--inkling-warning, light-dark(#8a4b00, #f0b35c));
  --_radius: var(--inkling-radius, 8px);
  container-type: inline-size;
  display: block;
  max-inline-size: 40rem;
  color: var(--_text);
  font: var(--inkling-font, 1rem/1.4 system-ui, sans-serif);
}
:host([hidden]) { display: none; }
*, ::before { box-sizing: border-box; }
.pad { display: grid; gap: 0.75rem; }
@container (min-width: 32rem) {
  .pad { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); align-items: start; }
}
.paper { position: relative; }
canvas {
  display: block;
  inline-size: 100%;
  aspect-ratio: 1;
  border: 1px solid var(--_line);
  border-radius: var(--_radius);
  background: var(--_paper);
  color: var(--_ink);
  touch-action: none;
  cursor: crosshair;
  user-select: none;
  -webkit-user-select: none;
}
.hint {
  position: absolute;
  inset: 0;
  display: grid;
  place-content: center;
  margin: 0;
  padding: 1rem;
  text-align: center;
  color: var(--_muted);
  pointer-events: none;
}
.tools, .candidates, .other, .said { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.tools { margin-block-start: 0.5rem; }
.side { display: grid; gap: 0.75rem; align-content: start; }
.answer { display: flex; align-items: baseline; gap: 0.75rem; min-block-size: 4.5rem; }
.label { font-size: 3rem; line-height: 1.4; font-weight: 600; }
.candidates { min-block-size: 44px; }
.said { min-block-size: 44px; margin: 0; }
p { margin: 0; }
.muted { color: var(--_muted); }
.trouble { color: var(--_warning); }
button, input {
  min-block-size: 44px;
  min-inline-size: 44px;
  padding: 0 0.75rem;
  border: 1px solid var(--_line);
  border-radius: var(--_radius);
  background: var(--_paper);
  color: inherit;
  font: inherit;
}
button { cursor: pointer; }
button:disabled, input:disabled { opacity: 0.55; cursor: default; }
button[aria-pressed='true'] { border-color: var(--_accent); color: var(--_accent); font-weight: 600; }
input { inline-size: 6rem; }
label { color: var(--_muted); }
:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }
[hidden] { display: none !important; }
`;
