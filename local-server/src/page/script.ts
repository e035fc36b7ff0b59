/** Looks every 2 s, less often while nobody sees the page, and not without the key. What it puts in is escaped by the server. */
export const SCRIPT = `
const jobs = document.getElementById('jobs');
const note = document.getElementById('note');
const form = document.getElementById('key');
let key = sessionStorage.getItem('offpeak-key') || '';
let shown = jobs.innerHTML;
let timer;
async function look() {
	clearTimeout(timer);
	let wait = document.hidden ? 15000 : 2000;
	try {
		const answer = await fetch('/_jobs', { headers: key ? { authorization: 'Bearer ' + key } : {} });
		const text = await answer.text();
		form.hidden = answer.status !== 401;
		if (answer.status === 401) wait = undefined;
		note.textContent = answer.ok ? '' : answer.status !== 401 ? 'The server answered ' + answer.status + '.'
			: key ? 'That key is not right.' : '';
		const next = answer.ok ? text : '';
		if (next !== shown) jobs.innerHTML = shown = next;
	} catch {
		note.textContent = 'The server does not answer. Looking again …';
	}
	if (wait !== undefined) timer = setTimeout(look, wait);
}
form.addEventListener('submit', (event) => {
	event.preventDefault();
	key = form.elements.key.value.trim();
	sessionStorage.setItem('offpeak-key', key);
	look();
});
document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
look();
`;
