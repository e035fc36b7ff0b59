import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm run bench -- zapier`: how long Submit Batch and Poll Batch take on the app's real handler, against
 * the local server, and what they put out. Zapier ends a step after 30 s and a result after 6 MB.
 */
const SIZES = [10, 500, 5_000, 20_000];
const STEP_SECONDS = 30;
const RESPONSE_MB = 6.29;

async function main(): Promise<void> {
	// Without it, the SDK writes a line about memory for each step.
	process.env['NODE_ENV'] = 'test';
	const { closeScenes, mailRows, startScene, submitInput } = await import(
		'../harness/zap-runner/scene'
	);
	const scene = await startScene({ countPurchases: false });
	await scene.search('find_batch', { label: 'warm up' });
	console.log('   rows   Submit Batch   Poll Batch   its output   results file');
	for (const rows of SIZES) {
		const input = submitInput({ rows: mailRows(rows), label: `${rows} rows` });
		const submitted = await scene.create('submit_batch', input);
		const submit = scene.platform.calls.at(-1);
		await scene.finishJobs();
		const polled = await scene.create('poll_batch', { batch: submitted['handle'] });
		const poll = scene.platform.calls.at(-1);
		await scene.hydrate(polled);
		const file = scene.platform.calls.at(-1);
		const cells = [
			String(rows).padStart(7),
			seconds(submit?.milliseconds).padStart(14),
			seconds(poll?.milliseconds).padStart(12),
			megabytes(poll?.bytes).padStart(12),
			seconds(file?.milliseconds).padStart(14),
		];
		console.log(cells.join(' '));
	}
	await closeScenes();
	const zip = join(__dirname, '../zapier-app/build/build.zip');
	const size = existsSync(zip) ? megabytes(statSync(zip).size) : 'not built';
	console.log(`\nLimits: ${STEP_SECONDS} s, ${RESPONSE_MB} MB. The zip: ${size}.`);
}

function seconds(milliseconds = 0): string {
	return `${(milliseconds / 1000).toFixed(2)} s`;
}

function megabytes(bytes = 0): string {
	return `${(bytes / 1_000_000).toFixed(2)} MB`;
}

void main();
