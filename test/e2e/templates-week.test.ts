import { holdAnswers } from '../support/core/held-answers';
import { readWorkflow } from '../../harness/shipped-workflows';
import {
	CALENDAR_CREDENTIAL,
	CalendarStandIn,
	type CalendarEvent,
} from '../../harness/stand-ins/calendar';
import { GMAIL_CREDENTIAL, GmailStandIn } from '../../harness/stand-ins/gmail';
import { READER, deliver } from '../../harness/stand-ins/mailbox';
import { jsonOf, openScene, readTemplate, type Scene } from '../../harness/stand-ins/scene';
import {
	TODOIST_CREDENTIAL,
	TodoistStandIn,
	type TodoistTask,
} from '../../harness/stand-ins/todoist';
import { DAY_MS, HOUR_MS } from '../../harness/durations';

/**
 * Three jobs and one report on a real n8n 2.41.1: n8n's own Gmail, Google Calendar and Todoist nodes speak to
 * stand-ins. The answers are held back, so that the execution parks as it does for a real provider.
 */
const FILE = 'week-in-one-report.json';

const gmail = new GmailStandIn();
const calendar = new CalendarStandIn();
const todoist = new TodoistStandIn();
const held = holdAnswers();
let scene: Scene;

beforeAll(async () => {
	scene = await openScene({
		standIns: [gmail, calendar, todoist],
		server: { answerer: held.answerer },
	});
});

afterAll(async () => {
	held.release();
	await scene?.close();
});

afterEach(() => {
	expect(scene.standIns.unanswered).toEqual([]);
});

describe('The week in one report', () => {
	it('waits for three jobs and mails one report over 50 e-mails, 5 meetings and 20 tasks, with the work added up', async () => {
		deliver(gmail, 60, 6 * DAY_MS);
		for (let day = 0; day < 9; day++) calendar.events.push(meeting(day));
		for (let number = 0; number < 25; number++) todoist.add(taskOf(number));
		await scene.n8n.importCredentials([GMAIL_CREDENTIAL, CALENDAR_CREDENTIAL, TODOIST_CREDENTIAL]);
		const workflowId = await scene.n8n.saveWorkflow(readTemplate(FILE));
		const executionId = await scene.n8n.run(workflowId, { triggerToStartFrom: 'Try It Now' });
		const parked = await scene.n8n.waitFor(executionId, 'waiting', 60_000);
		expect(parked.data['Delete What Was Sent']).toBeUndefined();
		held.release();
		const finished = await scene.n8n.waitFor(executionId, 'success', 180_000);

		const jobs = jsonOf(finished, 'All Three Jobs');
		expect(jobs.map(({ label, items }) => [label, items])).toEqual([
			['E-mails of the week', 50],
			['Meetings of the week', 5],
			['Tasks of the week', 20],
		]);
		const [mail, ...others] = gmail.sent;
		expect(others).toEqual([]);
		expect(mail?.to).toContain(READER);
		expect(mail?.subject).toContain('75 items');
		const [report] = jsonOf(finished, 'Poll Batch', 1);
		const { rows, numbers } = Object(report?.['report']);
		expect(rows).toBe(75);
		const [minutes] = numbers;
		// Each task says 15 minutes, each meeting lasts 45: the demo reads the first number of a text.
		expect(minutes).toMatchObject({ field: 'minutes', count: 75 });
		expect(minutes.sum).toBeGreaterThanOrEqual(20 * 15 + 5 * 45);
		expect(mail?.html).toContain(minutes.sum.toLocaleString('en-US', { maximumFractionDigits: 2 }));
		expect(jsonOf(finished, 'Delete What Was Sent', 1)).toMatchObject([
			{ deleted: 3 },
			{ deleted: 3 },
			{ deleted: 3 },
		]);
	});

	it('runs to its end on its sample data', async () => {
		const before = [gmail.calls, calendar.calls, todoist.lists];
		const finished = await scene.run(
			await scene.n8n.saveWorkflow(readWorkflow(FILE)),
			'Try It Now',
		);

		expect(jsonOf(finished, 'Poll Batch', 1)).toHaveLength(1);
		expect([gmail.calls, calendar.calls, todoist.lists]).toEqual(before);
	});
});

function meeting(day: number): CalendarEvent {
	const start = Date.now() - day * DAY_MS - HOUR_MS;
	return {
		id: `meeting${day}`,
		summary: 'Talk with a client',
		description: 'The client wants a new draft of the signs.',
		start: { dateTime: new Date(start).toISOString() },
		end: { dateTime: new Date(start + 45 * 60_000).toISOString() },
	};
}

function taskOf(number: number): TodoistTask {
	const content = `Finish the draft, part ${'i'.repeat(number + 1)}`;
	return { id: `task${number}`, content, description: '15 minutes, for the client.', labels: [] };
}
