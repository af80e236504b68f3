export const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; }
h1, h2 { line-height: 1.2; }
h2 { margin: 2.5rem 0 0.5rem; }
nav { columns: 14rem; }
nav a { display: block; }
code, pre { font: 0.875rem/1.5 ui-monospace, monospace; }
pre { margin: 0.5rem 0 1rem; padding: 0.75rem; overflow-x: auto; border: 1px solid var(--line); border-radius: 0.25rem; }
details { border-bottom: 1px solid var(--line); }
summary { padding: 0.5rem 0; cursor: pointer; }
summary code { font-weight: 600; }
summary span { display: inline-block; min-width: 4.5rem; font: 600 0.75rem ui-monospace, monospace; }
summary em { display: block; padding-left: 5.5rem; font-style: normal; opacity: 0.75; }
details h3 { margin: 0.5rem 0 0; font-size: 0.875rem; }
`;
