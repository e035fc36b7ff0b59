import { AGENT, categorizeNode } from '../../support/nodes/canvas';
import { closeHosts, startHost } from '../../support/nodes/host';
import { speedUpSleeps } from '../../support/nodes/sleeps';
import { WAYS, callTool } from '../../support/nodes/tool';

const ASK_AGAIN = {
	status: 'running',
	nextStep: 'Not answered yet. Call this tool again in a minute.',
};
/** The item is what an agent hands over, so the text is written into the field. */
const NODE = categorizeNode({ text: 'An invoice: please pay the bill by Friday.' });

let clock: ReturnType<typeof speedUpSleeps>;
beforeEach(() => {
	clock = speedUpSleeps();
});
afterEach(() => clock.restore());
afterEach(closeHosts);

describe.each(WAYS)('as a tool of an agent that calls it %s', (way) => {
	it('answers in the same pass, for one call', async () => {
		const host = await startHost();
		const { error, jsonOf } = await callTool(host.engine, way, NODE, { items: [{}] });
		expect(error).toBeUndefined();
		expect(jsonOf(AGENT)).toMatchObject([{ category: 'Invoice' }]);
		expect(host.server.stats().calls['POST /v1/responses']).toBe(1);
	});

	it('never parks: it says that the answer is not there yet, and buys it once', async () => {
		const host = await startHost({ holdAnswers: true });
		const called = await callTool(host.engine, way, NODE, { items: [{}], calls: 2 });
		expect(called.error).toBeUndefined();
		expect(called.parks).toEqual([]);
		expect(called.jsonOf(AGENT)).toMatchObject([ASK_AGAIN]);
		expect(host.server.stats().calls['POST /v1/responses']).toBe(1);
	});
});
