import { readWorkflow } from '../../harness/shipped-workflows';
import { DRIVE_CREDENTIAL, DriveStandIn } from '../../harness/stand-ins/drive';
import {
	categoryOf,
	dueOf,
	mark,
	notionPage,
	NOTION_WORDS,
	numbers,
	ownerOf,
	pageId,
	todoistTask,
	TODOIST_WORDS,
	transcript,
} from '../../harness/stand-ins/marked-rows';
import { NOTION_CREDENTIAL, NotionStandIn } from '../../harness/stand-ins/notion';
import { jsonOf, openScene, readTemplate, type Scene } from '../../harness/stand-ins/scene';
import { TODOIST_CREDENTIAL, TodoistStandIn } from '../../harness/stand-ins/todoist';
import { HOUR_MS } from '../../harness/durations';

/**
 * The shipped templates for Notion, Todoist and Google Drive on a real n8n 2.41.1: n8n's own nodes speak to
 * stand-ins, our nodes to the local server. What was written back is read where it was written, row by row:
 * each text has a mark and a number that no other has, so that an answer at the wrong row is seen.
 */
const DATA_SOURCE = '1b2f6a5e-0c64-4f0e-9d1c-7a52c1b0e4d8';
const SUMMARIES = 'choose-your-summaries-folder';
const IN_TWO_LINES: readonly (readonly [string, string])[] = [
	['enrich-notion-pages.json', 'Read Each Page'],
	['enrich-todoist-tasks.json', 'Get Tasks'],
	['meeting-transcripts-to-actions.json', 'Download Each'],
];
const NEW_PAGE = 'new-notion-page-enriched.json';

const notion = new NotionStandIn(DATA_SOURCE);
const todoist = new TodoistStandIn();
const drive = new DriveStandIn();
let scene: Scene;

beforeAll(async () => {
	scene = await openScene({ standIns: [notion, todoist, drive] });
});

afterAll(async () => {
	await scene?.close();
});

afterEach(() => {
	expect(scene.standIns.unanswered).toEqual([]);
});

describe('A template as it is imported, with no account connected', () => {
	it.each(IN_TWO_LINES)('%s shows its samples with their answers', async (file, source) => {
		const workflow = readWorkflow(file);
		const samples = Object(workflow.pinData)[source].length;
		// By its name a workflow knows its jobs: those of the samples are not for the tests below.
		const workflowId = await scene.n8n.saveWorkflow({ ...workflow, name: `Samples: ${file}` });
		const sent = await scene.run(workflowId, 'Try It Now');
		expect(jsonOf(sent, 'Submit Batch')).toMatchObject([{ items: samples, status: 'submitted' }]);
		await scene.server.idle();
		const answered = await scene.run(workflowId, 'Batch Trigger');
		expect(jsonOf(answered, 'Poll Batch', 1)).toHaveLength(samples);
	});

	it(`${NEW_PAGE} shows its samples with their answers`, async () => {
		const workflowId = await scene.n8n.saveWorkflow(readWorkflow(NEW_PAGE));
		const answered = await scene.run(workflowId, 'New Page');
		const done = jsonOf(answered, 'Categorize Async', 1);
		expect(done.map(({ category }) => category)).toEqual(['Website', 'Marketing', 'Hiring']);
	});

	it('calls nobody', () => {
		expect([notion.queries, notion.reads, notion.writes, todoist.writes]).toEqual([[], [], [], []]);
		expect([todoist.lists, drive.filesIn(SUMMARIES)]).toEqual([0, []]);
	});
});

describe('Enrich Notion pages', () => {
	const PAGES = numbers(100);

	it('writes to each of 100 pages its own answer, once, also when Notion turns some away', async () => {
		await scene.n8n.importCredentials([NOTION_CREDENTIAL, TODOIST_CREDENTIAL, DRIVE_CREDENTIAL]);
		for (const number of PAGES) notion.add(notionPage(number), {}, Date.now() - HOUR_MS);
		for (const number of numbers(5)) {
			notion.add(notionPage(200 + number), { Category: 'Other' }, Date.now() - HOUR_MS);
		}
		notion.turnedAwayReads.once(pageId(30));
		notion.turnedAwayWrites.once(pageId(57));
		notion.turnedAwayWrites.once(pageId(100));

		const bought = await inTwoLines('enrich-notion-pages.json');
		expect(bought).toEqual({ batchesCreated: 1, linesAccepted: PAGES.length });
		const written = new Map(notion.writes.map(({ id, values }) => [id, values]));
		expect(notion.writes).toHaveLength(PAGES.length);
		expect(PAGES.map((number) => written.get(pageId(number)))).toEqual(
			PAGES.map((number) => ({
				Category: categoryOf(NOTION_WORDS, number),
				Summary: expect.stringContaining(mark(number)),
				'Effort (hours)': number,
			})),
		);
	});
});

describe('New Notion page, enriched', () => {
	it('writes to each new page its own answer, once, and to no older one', async () => {
		const before = { writes: notion.writes.length, asked: askedInBackground() };
		const workflowId = await scene.n8n.saveWorkflow(readTemplate(NEW_PAGE));
		await scene.n8n.publish(workflowId);
		const added = [301, 302, 303];
		for (const number of added) notion.add(notionPage(number));
		await scene.triggered(workflowId);

		const written = notion.writes.slice(before.writes);
		expect(written).toHaveLength(added.length);
		expect(new Map(written.map(({ id, values }) => [id, values]))).toEqual(
			new Map(
				added.map((number) => [
					pageId(number),
					{
						Category: categoryOf(NOTION_WORDS, number),
						Summary: expect.stringContaining(mark(number)),
						'Effort (hours)': number,
					},
				]),
			),
		);
		expect(askedInBackground() - before.asked).toBe(added.length);
	});
});

describe('Enrich Todoist tasks', () => {
	const TASKS = numbers(500);

	it('writes to each of 500 tasks its own answer, once, and keeps what it held', async () => {
		for (const number of TASKS) todoist.add(todoistTask(number));
		for (const number of numbers(3)) {
			todoist.add({ ...todoistTask(600 + number), labels: ['enriched'] });
		}
		todoist.turnedAwayWrites.once('task250');

		const bought = await inTwoLines('enrich-todoist-tasks.json');
		expect(bought).toEqual({ batchesCreated: 1, linesAccepted: TASKS.length });
		expect(todoist.lists).toBe(10);
		expect(todoist.writes).toHaveLength(TASKS.length);
		expect(new Set(todoist.writes).size).toBe(TASKS.length);
		for (const number of TASKS) {
			const { id, labels, description } = todoistTask(number);
			const now = todoist.get(id);
			expect(now?.labels).toEqual([...labels, categoryOf(TODOIST_WORDS, number), 'enriched']);
			const [first = '', ...rest] = now?.description.split('\n\n') ?? [];
			expect(first).toMatch(/^Next: .+\(\d+ min\)$/s);
			expect(first).toContain(mark(number));
			expect(first).toContain(`(${number} min)`);
			expect(rest.join('\n\n')).toBe(description);
		}
	});
});

describe('Meeting transcripts to summaries and actions', () => {
	const MEETINGS = numbers(12);

	it('saves one page for each transcript of the week, whatever its kind, and one list', async () => {
		for (const number of MEETINGS) drive.add(`meeting${number}`, transcript(number));
		drive.add('old', transcript(20), Date.now() - 8 * 24 * HOUR_MS);
		drive.add('elsewhere', { ...transcript(21), folder: 'another' });
		drive.add('picture', { ...transcript(22), mimeType: 'image/png' });

		const bought = await inTwoLines('meeting-transcripts-to-actions.json');
		expect(bought).toEqual({ batchesCreated: 1, linesAccepted: MEETINGS.length });
		const saved = drive.filesIn(SUMMARIES);
		const pages = saved.filter(({ name }) => name.endsWith('.md'));
		expect(pages.map(({ name }) => name).sort()).toEqual(
			MEETINGS.map((number) => `Meeting ${number} (summary).md`).sort(),
		);
		const [list, ...others] = saved.filter(({ name }) => name.endsWith('.csv'));
		expect(others).toEqual([]);
		for (const number of MEETINGS) {
			const page = pages.find(({ name }) => name === `Meeting ${number} (summary).md`);
			expect(page?.text).toMatch(new RegExp(`^# Meeting ${number}\\n`));
			expect(page?.text).toContain(mark(number));
			expect(page?.text).toContain(`(${ownerOf(number)}, ${dueOf(number)})`);
			const rows = list?.text.split('\n').filter((row) => row.includes(ownerOf(number)));
			expect(rows).toEqual([expect.stringContaining(dueOf(number))]);
		}
	});
});

/** Publishes, sends by the first line, and lets the second line run when its trigger starts it. */
async function inTwoLines(file: string): Promise<Bought> {
	const before = bought();
	const workflowId = await scene.n8n.saveWorkflow(readTemplate(file));
	await scene.n8n.publish(workflowId);
	await scene.run(workflowId, 'Try It Now');
	await scene.server.idle();
	const answered = await scene.triggered(workflowId);
	expect(jsonOf(answered, 'Poll Batch', 2)).toEqual([]);
	const after = bought();
	return {
		batchesCreated: after.batchesCreated - before.batchesCreated,
		linesAccepted: after.linesAccepted - before.linesAccepted,
	};
}

interface Bought {
	readonly batchesCreated: number;
	readonly linesAccepted: number;
}

function bought(): Bought {
	const { batchesCreated, linesAccepted } = scene.server.stats();
	return { batchesCreated, linesAccepted };
}

function askedInBackground(): number {
	return scene.server.stats().calls['POST /v1/responses'] ?? 0;
}
