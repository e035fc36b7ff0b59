import { CategorizeAsync } from '../../../nodes/CategorizeAsync/CategorizeAsync.node.ts';
import { PollBatch } from '../../../nodes/PollBatch/PollBatch.node.ts';
import {
	CATEGORIZE,
	POLL,
	RUNNING,
	SELF_LOOP,
	SUBMIT,
	categorizeNode,
	pollNode,
	submitNode,
} from '../../support/nodes/canvas';
import { closeHosts, startHost } from '../../support/nodes/host';
import { run } from '../../support/nodes/run';
import { speedUpSleeps } from '../../support/nodes/sleeps';
import { tooltipOf } from '../../support/nodes/tooltip';

afterEach(closeHosts);

const NEXT_LOOK = /Next look at \d\d:\d\d( [AP]M)?\. You can close this window\.$/;

describe('what a parked node shows in place of its output', () => {
	it('is how far the job is and when the next look is', async () => {
		const host = await startHost({ holdAnswers: true });
		const shown: string[] = [];
		await run(host.engine, {
			nodes: [submitNode(), pollNode()],
			wires: [[SUBMIT, POLL], SELF_LOOP],
			async onPark(park, parked) {
				shown.push(await tooltipOf(new PollBatch(), pollNode(), parked));
				if (park === 2) await host.finishJobs();
			},
		});
		expect(shown).toHaveLength(2);
		for (const words of shown) {
			expect(words).toMatch(/^(0 of 3 answered, being worked on|3 items, being checked by .*)\. /);
			expect(words).toMatch(NEXT_LOOK);
		}
	});

	it('is why the last look failed, when it did', async () => {
		const host = await startHost({ holdAnswers: true });
		host.server.faults.add({
			call: { method: 'GET', path: '/v1/batches/' },
			effect: { kind: 'status', status: 503, message: 'Overloaded: see #42.' },
		});
		let shown = '';
		await run(host.engine, {
			nodes: [submitNode(), pollNode()],
			wires: [[SUBMIT, POLL], SELF_LOOP],
			async onPark(_, parked) {
				shown ||= await tooltipOf(new PollBatch(), pollNode(), parked);
				await host.finishJobs();
			},
		});
		expect(shown).toMatch(
			/^The server has a problem \(503\)\. The provider says: Overloaded: see #42\. It is tried again\. /,
		);
		expect(shown).toMatch(NEXT_LOOK);
	});

	it('is how many items are answered, in Categorize Async', async () => {
		const host = await startHost({ holdAnswers: 'meeting' });
		const time = speedUpSleeps();
		let shown = '';
		await run(host.engine, {
			nodes: [categorizeNode()],
			wires: [[CATEGORIZE, CATEGORIZE, RUNNING]],
			async onPark(_, parked) {
				shown ||= await tooltipOf(new CategorizeAsync(), categorizeNode(), parked);
				await host.finishJobs();
			},
		});
		time.restore();
		expect(shown).toMatch(/^2 of 3 items answered\. /);
		expect(shown).toMatch(NEXT_LOOK);
	});

	it('says at least what it waits for where n8n knows no more', async () => {
		expect(await tooltipOf(new PollBatch(), pollNode())).toBe('Waiting for the answers.');
	});
});
