import { Hono } from 'hono';
import { readJsonBody } from '../http/body';
import { readFaultRules } from '../faults/read';
import type { Faults } from '../faults/faults';
import type { Counters } from '../work/stats';

/** The switches for tests that run against a server in another process. */
export function controlRoutes(faults: Faults, counters: Counters, bodyLimit: number): Hono {
	const app = new Hono();
	app.post('/_faults', async (c) => {
		const rules = readFaultRules(await readJsonBody(c.req.raw, bodyLimit));
		faults.add(...rules);
		return Response.json({ added: rules.length });
	});
	app.delete('/_faults', () => {
		faults.clear();
		return Response.json({ cleared: true });
	});
	app.get('/_stats', () => Response.json(counters.read()));
	return app;
}
