import { startHost, type Host } from './host';
import { run, type Finished, type RunRequest } from './run';

/** A job that runs until `finishJobs`, and how the workflow ends around it. */
export async function runHeld(
	request: RunRequest,
	finishAt = 1,
): Promise<{ readonly finished: Finished; readonly host: Host }> {
	const host = await startHost({ holdAnswers: true });
	const finished = await run(host.engine, {
		...request,
		async onPark(park, parked) {
			await request.onPark?.(park, parked);
			if (park === finishAt) await host.finishJobs();
		},
	});
	return { finished, host };
}
