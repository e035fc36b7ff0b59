import { Hono } from 'hono';
import { isKey } from '../http/auth';
import type { BatchRuns } from '../batch/runs';
import { jobsOf } from '../page/jobs';
import { jobsHtml, type Html } from '../page/jobs-html';
import { doneOf } from '../page/progress';
import { PAGE_HEADERS, pageHtml } from '../page/page-html';
import type { BatchStore } from '../store/batches';
import type { FileStore } from '../store/files';
import type { ResponseStore } from '../store/responses';

export interface PageRouteDeps {
	readonly batches: BatchStore;
	readonly files: FileStore;
	readonly responses: ResponseStore;
	readonly runs: BatchRuns;
	readonly models: readonly string[];
	readonly source: string;
	/** Unix seconds. */
	readonly startedAt: number;
	readonly key: string | undefined;
	readonly seconds: () => number;
}

const MOST_BATCHES = 100;

/** The page for people at `/`, and its jobs alone at `/_jobs`, which the key guards as it guards the API. */
export function pageRoutes(deps: PageRouteDeps): Hono {
	const { batches, files, responses, runs, models, source, startedAt, key, seconds } = deps;
	const app = new Hono();
	const doneAtStart = new Map(
		batches.list(null, MOST_BATCHES).map((batch) => [batch.id, doneOf(batch)]),
	);
	const jobs = (): Html =>
		jobsHtml({
			jobs: jobsOf(batches.list(null, MOST_BATCHES), {
				now: seconds(),
				startedAt,
				doneAtStart,
				waitOf: (batch) => runs.waitOf(batch),
			}),
			inBackground: responses.open().length,
		});

	app.get('/', (c) => {
		if (!(c.req.header('accept') ?? '').includes('text/html')) {
			const name = 'offpeak local-server';
			if (key !== undefined && !isKey(c.req.header('authorization'), key)) {
				return Response.json({ name });
			}
			const counts = { files: files.count(), batches: batches.count() };
			return Response.json({ name, models, ...counts });
		}
		const shown = key === undefined ? jobs() : undefined;
		return c.html(pageHtml({ source, models, jobs: shown }), 200, PAGE_HEADERS);
	});
	app.get('/_jobs', (c) => c.html(jobs(), 200, PAGE_HEADERS));
	return app;
}
