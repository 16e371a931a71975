/** The style of the page. Colors are variables, so that dark mode changes nothing else. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --back: #f6f7f9; --card: #fff; --line: #dfe3e8; --text: #1c2128; --soft: #59636e;
  --good: #1a7f37; --bad: #c0272d; --warn: #8a5a00; --main: #2f6feb; --rest: #b6c3d6; }
@media (prefers-color-scheme: dark) {
  :root { --back: #0f1318; --card: #181d24; --line: #313a46; --text: #e4e8ee; --soft: #9aa5b1;
    --good: #4ac26b; --bad: #ff7b72; --warn: #e3a63a; --main: #6ea8fe; --rest: #414d5c; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 80rem; background: var(--back); color: var(--text);
  font: 16px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.3rem; margin: 0 0 .2rem; }
h2 { font-size: 1.1rem; margin: 0; }
h3 { font-size: .85rem; margin: 1rem 0 .3rem; color: var(--soft); font-weight: 600; }
p { margin: .3rem 0; }
.soft { color: var(--soft); }
.good { color: var(--good); }
.bad { color: var(--bad); }
.warn { color: var(--warn); }
main { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); margin: 1rem 0; }
section, .notes { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; }
ul { list-style: none; margin: 0; padding: 0; }
li { padding: .25rem 0; border-top: 1px solid var(--line); }
li:first-child { border-top: 0; }
li ul { margin: .2rem 0 .2rem 1rem; font-size: .9rem; }
.pair { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
.bar { display: flex; height: .9rem; margin: .6rem 0 .3rem; border-radius: .45rem; overflow: hidden; background: var(--rest); }
.bar span { background: var(--main); min-width: 0; }
code { font: .92em/1.4 ui-monospace, monospace; }
`.trim();
