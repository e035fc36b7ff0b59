import { POLL, SELF_LOOP, SUBMIT, pollNode, submitNode } from './canvas';
import { startHost, type Host } from './host';
import { run, type Finished, type RunRequest } from './run';

/** Submits alone. */
export async function submit(
	parameters: Parameters<typeof submitNode>[0] = {},
	request: Partial<RunRequest> = {},
): Promise<Finished & { host: Host }> {
	const host = await startHost();
	const done = await run(host.engine, { nodes: [submitNode(parameters)], ...request });
	return { ...done, host };
}

/** Submits and collects: what a person sees who wires the two nodes in a row. */
export async function submitAndPoll(
	parameters: Parameters<typeof submitNode>[0] = {},
	request: Partial<RunRequest> = {},
): Promise<Finished & { host: Host }> {
	const host = await startHost();
	const done = await run(host.engine, {
		nodes: [submitNode(parameters), pollNode()],
		wires: [[SUBMIT, POLL], SELF_LOOP],
		onPark: () => host.finishJobs(),
		...request,
	});
	return { ...done, host };
}
