import { BatchTrigger } from '../../../nodes/BatchTrigger/BatchTrigger.node.ts';
import { submitNode } from '../../support/nodes/canvas';
import { KEY, closeHosts, engineFor, startHost, type Host } from '../../support/nodes/host';
import { run } from '../../support/nodes/run';
import { ActiveTrigger, type TriggerOptions } from '../../support/nodes/trigger';
import { HOUR_MS } from '../../../harness/durations';

let now: jest.SpyInstance<number, []> | undefined;

afterEach(async () => {
	now?.mockRestore();
	now = undefined;
	await closeHosts();
});

/** Lets the host's clock stand this much later. */
function setClock(laterMs: number): void {
	const real = Date.now();
	now?.mockRestore();
	now = jest.spyOn(Date, 'now').mockReturnValue(real + laterMs);
}

let workflows = 0;
function activate(engine: Host['engine'], options: TriggerOptions = {}): ActiveTrigger {
	workflows += 1;
	return new ActiveTrigger(new BatchTrigger(), engine, {
		workflowId: `errors-${workflows}`,
		...options,
	});
}

async function outcomeOf(trigger: ActiveTrigger): Promise<string> {
	return await trigger.poll().then(
		(items) => (items === null ? 'nothing' : 'items'),
		(error: unknown) => `error: ${error instanceof Error ? error.message : String(error)}`,
	);
}

describe('An error of the provider', () => {
	it('that passes by itself starts no failed execution, and loses nothing', async () => {
		const host = await startHost();
		const trigger = activate(host.engine);
		await trigger.poll();
		await run(host.engine, { nodes: [submitNode({ label: 'Weekly review' })] });
		await host.finishJobs();
		host.server.faults.add({
			call: { path: '/v1/batches' },
			effect: { kind: 'status', status: 503 },
			times: 3,
		});
		for (let poll = 0; poll < 3; poll += 1) expect(await outcomeOf(trigger)).toBe('nothing');
		expect(await outcomeOf(trigger)).toBe('items');
	});

	it('does not stop a workflow from being published when it passes by itself', async () => {
		const host = await startHost();
		host.server.faults.add({ call: { path: '/v1/batches' }, effect: { kind: 'drop-before' } });
		expect(await outcomeOf(activate(host.engine))).toBe('nothing');
	});

	it('is let through once when it has lasted for three hours', async () => {
		const host = await startHost();
		const trigger = activate(host.engine);
		await trigger.poll();
		host.server.faults.add({
			call: { path: '/v1/batches' },
			effect: { kind: 'status', status: 503 },
			times: 'always',
		});
		expect(await outcomeOf(trigger)).toBe('nothing');
		setClock(2.9 * HOUR_MS);
		expect(await outcomeOf(trigger)).toBe('nothing');
		setClock(3.1 * HOUR_MS);
		expect(await outcomeOf(trigger)).toMatch(/^error: .*problem \(503\)/);
		expect(await outcomeOf(trigger)).toBe('nothing');
		setClock(6.2 * HOUR_MS);
		expect(await outcomeOf(trigger)).toMatch(/^error/);
		host.server.faults.clear();
		setClock(6.3 * HOUR_MS);
		expect(await outcomeOf(trigger)).toBe('nothing');
		host.server.faults.add({
			call: { path: '/v1/batches' },
			effect: { kind: 'status', status: 503 },
		});
		expect(await outcomeOf(trigger)).toBe('nothing');
	});

	it('about the key stops the workflow from being published, in words', async () => {
		const host = await startHost({ key: 'another key' });
		expect(await outcomeOf(activate(host.engine))).toMatch(/^error: The API key was not accepted/);
	});

	it('about the key is told once, not every minute', async () => {
		const host = await startHost({ key: KEY });
		const workflowId = 'told-once';
		const trigger = activate(host.engine, { workflowId });
		expect(await outcomeOf(trigger)).toBe('nothing');
		host.server.faults.add({
			call: { path: '/v1/batches' },
			effect: { kind: 'status', status: 401 },
			times: 'always',
		});
		expect(await outcomeOf(trigger)).toMatch(/^error: The API key/);
		expect(await outcomeOf(trigger)).toBe('nothing');
		// Published again, it stands on the screen again.
		expect(await outcomeOf(activate(host.engine, { workflowId }))).toMatch(/^error: The API key/);
	});

	it('never shows the key', async () => {
		const host = await startHost({ key: 'another key' });
		expect(await outcomeOf(activate(host.engine))).not.toContain(KEY);
		expect(await outcomeOf(activate(engineFor('http://127.0.0.1:9/v1')))).toBe('nothing');
		expect(await outcomeOf(activate(engineFor('ftp://x')))).toMatch(/^error: The Base URL/);
	});
});

describe('Fetch Test Event', () => {
	const fetchTestEvent = async (
		engine: Host['engine'],
		options: TriggerOptions = {},
	): Promise<unknown> => {
		const trigger = new ActiveTrigger(new BatchTrigger(), engine, options, 'manual');
		return await trigger.poll().then(
			(items) => items?.map(({ json }) => json),
			(error: unknown) => {
				const { message, description } = Object(error);
				return `${message} ${description}`;
			},
		);
	};

	it('shows the job that finished last, however often', async () => {
		const host = await startHost();
		for (let job = 0; job < 2; job += 1) {
			await run(host.engine, {
				nodes: [submitNode({ label: 'Weekly review' })],
				executionId: `${job}`,
			});
			await host.finishJobs();
		}
		const sample = await fetchTestEvent(host.engine);
		expect(sample).toEqual([
			expect.objectContaining({ status: 'completed', label: 'Weekly review' }),
		]);
		expect(await fetchTestEvent(host.engine)).toEqual(sample);
	});

	it('says what to do when no job is there', async () => {
		const host = await startHost();
		expect(await fetchTestEvent(host.engine)).toMatch(
			/no finished job with the label "Weekly review".*Submit Batch/,
		);
	});

	it('names the labels that are there when the label is another', async () => {
		const host = await startHost();
		await run(host.engine, { nodes: [submitNode({ label: 'Tags' })] });
		await host.finishJobs();
		expect(await fetchTestEvent(host.engine)).toMatch(/other labels: "Tags"/);
		expect(await fetchTestEvent(host.engine, { parameters: { label: '' } })).toHaveLength(1);
	});

	it('refuses a trigger that nothing could start', async () => {
		const host = await startHost();
		expect(await fetchTestEvent(host.engine, { parameters: { statuses: [] } })).toMatch(
			/Trigger On is empty/,
		);
	});

	it('shows the error of the provider at once', async () => {
		const host = await startHost({ key: 'another key' });
		expect(await fetchTestEvent(host.engine)).toMatch(/API key was not accepted/);
	});
});
