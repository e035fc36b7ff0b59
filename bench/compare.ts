import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Row } from '../core';
import { comparisonTable, formatCount, type Line } from './compare/comparison';
import { expectedSeconds } from './compare/expected';
import { measureWay } from './compare/measure';
import { drawComparison, type Caption } from './compare/picture';
import { findObjection, quoteOf, type Planned } from './compare/quote';
import { readWish, type Settings } from './compare/settings';
import { WAYS, planBy } from './compare/ways';
import { TIMES, localWorld, providerWorld, type World } from './compare/world';
import { readInbox } from './inbox';
import { machineLine } from './table';

/**
 * `npm run compare`: the same e-mails categorized one by one, in the background and as a batch, against the
 * same server; what each way takes, as a table and as a picture.
 */
async function main(): Promise<void> {
	const wish = readWish(process.argv.slice(2), process.env);
	if ('say' in wish) return print(wish.say);
	const world =
		wish.place.kind === 'here'
			? await localWorld(wish.model, TIMES)
			: await providerWorld(wish.place.baseUrl, wish.place.key);
	try {
		await compare(wish, world);
	} finally {
		await world.close();
	}
}

async function compare(settings: Settings, world: World): Promise<void> {
	const { place, itemCount, model, svg } = settings;
	const rows = await readRows(itemCount);
	const { connection } = world;
	const { provider } = connection;
	const planned: readonly Planned[] = WAYS.filter(
		({ engine }) => engine !== 'background' || provider.protocol.background !== undefined,
	).map((way) => ({ way, plan: planBy(way, rows, connection, model) }));

	const caption = captionOf(settings, provider.name);
	print(`${caption.title}\n${today()} · ${machineLine()}\n`);
	if (place.kind === 'provider' && !(await isAllowed(planned, settings))) return;

	const [first] = WAYS;
	const oneAnswer =
		first && planBy(first, rows.slice(0, 1), connection, model).estimate.speeds.now?.seconds;
	const lines: Line[] = [];
	for (const each of planned) {
		note(`▸ ${each.way.name}`);
		let last = '';
		const onLook = (what: string): void => {
			if (what !== last) note(`  … ${what}`);
			last = what;
		};
		const { lookEveryMs } = world;
		const pace = { onLook, ...(lookEveryMs === undefined ? {} : { lookEveryMs }) };
		// What the other ways measured was paid for: one that fails is left out of the table.
		const measured = await measureWay(each.way, each.plan, connection, pace).catch(
			(error: unknown) => note(`  ✗ ${error instanceof Error ? error.message : String(error)}`),
		);
		if (measured === undefined) continue;
		const expected = place.kind === 'here' ? expectedSeconds(each, oneAnswer) : undefined;
		lines.push({ ...measured, ...(expected === undefined ? {} : { expected }) });
	}
	if (lines.length === 0) return;

	print(`${comparisonTable(lines)}\n\n${caption.notes.join('\n')}`);
	if (svg === undefined) return;
	await writeFile(svg, drawComparison(lines, caption));
	print(`The picture: ${svg}`);
}

/** The sample inbox, from its beginning again where more are wanted. */
async function readRows(count: number): Promise<readonly Row[]> {
	const texts = await readInbox();
	return Array.from({ length: count }, (_, index) => ({ text: texts[index % texts.length] ?? '' }));
}

/** Says what it may cost, and asks; stops above the limit whatever is answered. */
async function isAllowed(
	planned: readonly Planned[],
	{ limitUsd, isAgreed }: Settings,
): Promise<boolean> {
	const quote = quoteOf(planned);
	print(`The estimate:\n${quote.lines.join('\n')}`);
	const objection = findObjection(quote, limitUsd);
	if (objection !== undefined) {
		print(objection);
		return false;
	}
	if (isAgreed) return true;
	if (!process.stdin.isTTY) {
		print('Nothing was sent. Add --yes to go on without a question.');
		return false;
	}
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await terminal.question('Go on? (y/N) ');
	terminal.close();
	return /^y(es)?$/i.test(answer.trim());
}

function captionOf({ place, itemCount, model }: Settings, provider: string): Caption {
	const title = `The same ${formatCount(itemCount)} e-mails, categorized in different ways`;
	if (place.kind === 'provider') {
		return { title, notes: [`Measured at ${provider} on ${today()} with ${model}.`, WAITING] };
	}
	const { callMs, answerMs, answersAtOnce, batchWaitMs, lookEveryMs } = TIMES;
	return {
		title,
		notes: [
			`Measured on ${today()} against the local server. Set there: a call takes ${callMs} ms, an answer ${answerMs} ms, ${answersAtOnce} are made at a time,`,
			`and a batch waits ${batchWaitMs / 1000} s before and ${batchWaitMs / 1000} s after its answers: at a provider minutes to hours. Looked at every ${lookEveryMs / 1000} s.`,
			`Packed: up to 20 short e-mails share a call, and pay for the question once; that call takes ${answerMs} ms here too, at a provider longer.`,
			`Cost: ${provider}’s list price of ${model} for the tokens that the local server counted.`,
			WAITING,
			ESTIMATED,
		],
	};
}

const WAITING =
	'You wait: while calls are under way. Between two looks the workflow sleeps, and nobody waits.';
const ESTIMATED = '* An estimate, not measured.';

function today(): string {
	return new Date().toISOString().slice(0, 10);
}

/** On its way; what counts goes to the output. */
function note(text: string): undefined {
	process.stderr.write(`${text}\n`);
}

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
	print(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
