import { AGENT, submitNode } from '../../support/nodes/canvas';
import { closeHosts, startHost } from '../../support/nodes/host';
import { WAYS, callTool } from '../../support/nodes/tool';

afterEach(closeHosts);

it.each(WAYS)('tells an agent the handle of the job, called %s', async (way) => {
	const host = await startHost();
	const node = submitNode({ text: 'An invoice: please pay the bill by Friday.' });
	const { error, jsonOf } = await callTool(host.engine, way, node, { items: [{}] });
	expect(error).toBeUndefined();
	expect(jsonOf(AGENT)).toMatchObject([
		{ items: 1, handle: { id: expect.stringMatching(/^op_/) } },
	]);
});
