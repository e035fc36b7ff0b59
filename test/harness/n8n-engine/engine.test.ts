import {
	MAILS,
	POLL,
	SELF_LOOP,
	START,
	SUBMIT,
	asItems,
	draw,
	pollNode,
	submitNode,
} from '../../support/nodes/canvas';
import { closeHosts, startHost } from '../../support/nodes/host';
import { run } from '../../support/nodes/run';
import { runWorkflow } from '../../../harness/n8n-engine/engine';

afterEach(closeHosts);

describe('n8n’s engine in this process', () => {
	it('refuses a node that it does not know', async () => {
		const host = await startHost();
		const unknown = { ...submitNode(), type: 'anotherBatch' };
		await expect(run(host.engine, { nodes: [unknown] })).rejects.toThrow(
			'The node type anotherBatch is not known here.',
		);
	});

	it('refuses to start where there is no node', async () => {
		const host = await startHost();
		const definition = draw({ nodes: [] });
		await expect(runWorkflow(definition, host.engine, { startNode: 'Nowhere' })).rejects.toThrow(
			'There is no node "Nowhere".',
		);
	});

	it('ends a workflow that would park for ever', async () => {
		const host = await startHost({ holdAnswers: true });
		const definition = draw({
			nodes: [submitNode(), pollNode()],
			wires: [[SUBMIT, POLL], SELF_LOOP],
		});
		const pinData = { [START]: asItems(MAILS) };
		const forEver = runWorkflow(definition, host.engine, {
			startNode: START,
			pinData,
			mostParks: 5,
		});
		await expect(forEver).rejects.toThrow('The workflow parks for ever.');
	});

	it('has no credential that was not given', async () => {
		const host = await startHost();
		const { error, order } = await run(
			{ ...host.engine, credentials: {} },
			{ nodes: [submitNode()] },
		);
		expect(order).toContain(START);
		expect(error?.message).toBe('There is no credential of the type offpeakApi.');
	});
});
