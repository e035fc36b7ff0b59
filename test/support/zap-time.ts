import { closeScenes } from '../../harness/zap-runner/scene';
import { Time } from '../../harness/time';

/** Time for the tests of one file, each with its own; its scenes are closed before the real one is back. */
export function zapTime(): Pick<Time, 'pass'> {
	let time: Time | undefined;
	beforeEach(() => {
		time = new Time();
	});
	afterEach(async () => {
		await closeScenes();
		time?.restore();
	});
	return { pass: (ms) => time?.pass(ms) };
}
