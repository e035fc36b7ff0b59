import { DroppedConnection, serve } from '../../../local-server/src';
import { WHO_PATH, parseJson } from '../../../core';
import { closeHosts, engineFor, startHost, type Host } from '../../support/nodes/host';
import { DONE, POLL, SELF_LOOP, SUBMIT, pollNode, submitNode } from '../../support/nodes/canvas';
import { run } from '../../support/nodes/run';

const fronts: (() => Promise<void>)[] = [];

afterEach(async () => {
	await Promise.all(fronts.splice(0).map((close) => close()));
	await closeHosts();
});

type Reply = () => Response | undefined;

/** The local server behind an address where `whoIs` answers the question who it is; with nothing, the line breaks. */
async function inFrontOf({ server }: Host, whoIs: Reply) {
	const sent: unknown[] = [];
	const served = await serve({
		async fetch(request) {
			const { pathname } = new URL(request.url);
			if (pathname.endsWith(WHO_PATH)) {
				const reply = whoIs();
				if (reply === undefined) throw new DroppedConnection();
				return reply;
			}
			const isCreate = request.method === 'POST' && pathname === '/v1/batches';
			if (isCreate) sent.push(parseJson(await request.clone().text()));
			return await server.fetch(request);
		},
	});
	fronts.push(() => served.close());
	return { engine: engineFor(`${served.url}/v1`), sent };
}

const NOT_FOUND: Reply = () => Response.json({ detail: 'Not Found' }, { status: 404 });
const OURS: Reply = () => Response.json({ object: 'offpeak.local_server' });

describe('another’s server on this machine (vllm-project/vllm#44445)', () => {
	it('is asked for chat answers, without an expiry, and its price is not called zero', async () => {
		const host = await startHost({ holdAnswers: true });
		const { engine, sent } = await inFrontOf(host, NOT_FOUND);
		const finished = await run(engine, {
			nodes: [submitNode(), pollNode()],
			wires: [[SUBMIT, POLL], SELF_LOOP],
			onPark: () => host.finishJobs(),
		});
		expect(finished.error).toBeUndefined();
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
		expect(sent).toEqual([expect.objectContaining({ endpoint: '/v1/chat/completions' })]);
		expect(Object.keys(Object(sent[0]))).not.toContain('output_expires_after');
		expect(finished.jsonOf(SUBMIT)).toMatchObject([{ estimatedCost: null }]);
		const hints = finished.hintsOf(SUBMIT).join(' ');
		expect(hints).toContain('Results Expire After (7 days) has no effect');
		expect(hints).not.toContain('demo');
		expect(host.server.stats().bought.map(({ times }) => times)).toEqual([1, 1, 1]);
	});
});

describe('a server on this machine that is asked who it is', () => {
	it('is ours where it says so: our prices, endpoint and expiry', async () => {
		const host = await startHost();
		const { engine, sent } = await inFrontOf(host, OURS);
		const finished = await run(engine, { nodes: [submitNode()] });
		expect(finished.jsonOf(SUBMIT)).toMatchObject([{ estimatedCost: 0 }]);
		expect(sent).toEqual([
			expect.objectContaining({
				endpoint: '/v1/responses',
				output_expires_after: { anchor: 'created_at', seconds: 7 * 86_400 },
			}),
		]);
	});

	it('gets nothing else where it does not answer: nothing is bought under a guess', async () => {
		const host = await startHost();
		const { engine } = await inFrontOf(host, () => undefined);
		const { error } = await run(engine, { nodes: [submitNode()] });
		expect(error?.message).toMatch(/^The connection broke before an answer came/);
		expect(host.server.stats().calls).toEqual({});
	});

	it('is waited for where a parked run finds it silent, and read as what it is', async () => {
		const host = await startHost({ holdAnswers: true });
		let silent = 0;
		const { engine } = await inFrontOf(host, () => (silent-- > 0 ? undefined : OURS()));
		const finished = await run(engine, {
			nodes: [submitNode(), pollNode()],
			wires: [[SUBMIT, POLL], SELF_LOOP],
			async onPark(park) {
				if (park === 1) silent = 1;
				else await host.finishJobs();
			},
		});
		expect(finished.error).toBeUndefined();
		expect(finished.parks.length).toBeGreaterThan(1);
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
	});
});
