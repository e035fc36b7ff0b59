import { closeHosts, startHost } from '../../support/nodes/host';
import { DONE, POLL, SELF_LOOP, SUBMIT, pollNode, submitNode } from '../../support/nodes/canvas';
import { run } from '../../support/nodes/run';

afterEach(closeHosts);

const RESPOND = { method: 'POST', path: '^/v1/responses$' };
const CALL = 'POST /v1/responses';
const WANTED = {
	resultsAs: 'report',
	findings: true,
	findingsModel: { __rl: true, mode: 'id', value: 'demo' },
};

describe('Results As One Report with Findings', () => {
	it('buys them once, when the results are put out, however often the node was run before', async () => {
		const host = await startHost({ holdAnswers: true });
		let parks = 0;
		const finished = await run(host.engine, {
			nodes: [submitNode(), pollNode(WANTED)],
			wires: [[SUBMIT, POLL], SELF_LOOP],
			onPark: async () => {
				parks += 1;
				expect(host.server.stats().calls[CALL]).toBeUndefined();
				if (parks === 3) await host.finishJobs();
			},
		});
		const [{ report, html, text } = {}] = finished.jsonOf(POLL, DONE);
		expect(parks).toBe(3);
		expect(host.server.stats().calls[CALL]).toBe(1);
		expect(Object(report).findings).toMatchObject({ model: 'demo', usd: 0 });
		expect(html).toContain('Written by demo');
		expect(text).toContain('Findings\n');
	});

	it('is one report over several jobs, with one page, and one cost for all of them', async () => {
		const host = await startHost();
		const submit = async (label: string, executionId: string) =>
			(await run(host.engine, { nodes: [submitNode({ label })], executionId })).jsonOf(SUBMIT);
		const items = [...(await submit('This week', '1')), ...(await submit('Last week', '2'))];
		await host.finishJobs();
		const options = { ownPrice: { price: { input: 1000, output: 1000 } } };
		const { jsonOf } = await run(host.engine, {
			nodes: [pollNode({ ...WANTED, options })],
			items,
		});
		const [{ report, subject } = {}, ...more] = jsonOf(POLL, DONE);
		expect(more).toEqual([]);
		expect(subject).toMatch(/^This week and 1 more: 6 items/);
		expect(report).toMatchObject({
			rows: 6,
			jobs: [{ label: 'This week' }, { label: 'Last week' }],
			cost: { source: 'your own', measuredRows: 6 },
			findings: { usd: expect.any(Number) },
		});
		expect(Object(report).findings.usd).toBeGreaterThan(0);
		expect(host.server.stats().calls[CALL]).toBe(1);
	});

	it('puts the report out without them, and says why, when they cannot be written', async () => {
		const host = await startHost();
		host.server.faults.add({
			call: RESPOND,
			effect: { kind: 'status', status: 404 },
			times: 'always',
		});
		const finished = await run(host.engine, {
			nodes: [submitNode(), pollNode(WANTED)],
			wires: [[SUBMIT, POLL], SELF_LOOP],
			onPark: () => host.finishJobs(),
		});
		expect(finished.error).toBeUndefined();
		const [{ report, html } = {}] = finished.jsonOf(POLL, DONE);
		expect(Object(report)).toMatchObject({ answered: 3 });
		expect(html).toContain('The findings could not be written');
		expect(finished.hintsOf(POLL)).toEqual([
			expect.stringMatching(/^The findings could not be written: /),
		]);
	});

	it('buys none unless they are asked for', async () => {
		const host = await startHost();
		const finished = await run(host.engine, {
			nodes: [submitNode(), pollNode({ resultsAs: 'report' })],
			wires: [[SUBMIT, POLL], SELF_LOOP],
			onPark: () => host.finishJobs(),
		});
		const [{ report } = {}] = finished.jsonOf(POLL, DONE);
		expect(Object(report)).not.toHaveProperty('findings');
		expect(host.server.stats().calls[CALL]).toBeUndefined();
	});
});
