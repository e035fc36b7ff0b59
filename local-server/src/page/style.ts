export const STYLE = `
:root {
	color-scheme: light dark;
	--back: #fbfbf9; --card: #fff; --text: #1b1d20; --soft: #5c6167;
	--line: #e2e3e0; --run: #1a5fb4; --good: #1d6b3a; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
	:root { --back: #16181b; --card: #1f2226; --text: #e9eaec; --soft: #a3a9b1;
		--line: #33373d; --run: #7db4ff; --good: #74d195; --bad: #ff9a90; }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem 1rem 3rem; background: var(--back); color: var(--text);
	font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.4rem; }
p { margin: .25rem 0 1rem; color: var(--soft); overflow-wrap: anywhere; }
#note { color: var(--bad); }
#note:empty { display: none; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; }
label { display: grid; gap: .25rem; color: var(--soft); }
input, button { font: inherit; padding: .4rem .7rem; border: 1px solid var(--soft); border-radius: .4rem;
	background: var(--card); color: var(--text); }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); }
th, td { padding: .6rem .8rem; text-align: start; vertical-align: top; border-top: 1px solid var(--line); }
thead th { color: var(--soft); font-size: .85rem; font-weight: 500; border: 0; }
tbody th { font-weight: 600; overflow-wrap: anywhere; min-width: 12rem; }
td { white-space: nowrap; }
td[data-name=Model] { white-space: normal; overflow-wrap: anywhere; max-width: 14rem; }
.n { text-align: end; font-variant-numeric: tabular-nums; }
.bad { color: var(--bad); }
.state { font-weight: 500; color: var(--soft); }
.state.in_progress, .state.validating, .state.finalizing, .state.cancelling { color: var(--run); }
.state.completed { color: var(--good); }
.state.failed, .state.expired { color: var(--bad); }
small { display: block; font-size: .85rem; font-weight: 400; color: var(--soft); }
small.bad { color: var(--bad); }
progress { display: block; width: 100%; height: .4rem; margin: .35rem 0 .2rem; border: 0; border-radius: .2rem;
	overflow: hidden; background: var(--line); color: var(--run); }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--run); }
progress::-moz-progress-bar { background: var(--run); }
@media (max-width: 44rem) {
	table { border: 0; background: none; }
	thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
	tr { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: .5rem; margin-bottom: .8rem; padding: .8rem;
		background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
	th, td { padding: 0; border: 0; }
	tbody th { grid-column: 1 / -1; min-width: 0; }
	td[data-name=State] { grid-column: 1 / -1; }
	td[data-name=Model] { grid-column: 1 / 3; }
	.n { text-align: start; }
	td[data-name=Items]::before, td[data-name=Answered]::before, td[data-name=Failed]::before,
	td[data-name=Model]::before, td[data-name=Started]::before {
		display: block; content: attr(data-name); font-size: .8rem; color: var(--soft); }
}
`;
