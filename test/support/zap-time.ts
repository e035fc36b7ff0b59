import timers from 'node:timers/promises';
import { closeScenes } from '../../harness/zap-runner/scene';
import { Time } from '../../harness/time';

/** Zapier's steps wait for seconds; here each second of theirs is a twentieth of one. */
const PAUSE_SPEED = 20;

/**
 * Time for the tests of one file, each with its own, in which pauses of the app and of the local server are
 * short and last as long as they should; the scenes of a test are closed before the real time is back.
 */
export function zapTime(): Pick<Time, 'pass'> & { readonly pauses: readonly number[] } {
	/** Milliseconds of each pause of this test that was begun. */
	const pauses: number[] = [];
	let time: Time | undefined;
	let spy: jest.SpyInstance | undefined;
	const pause = timers.setTimeout;
	beforeEach(() => {
		time = new Time();
		pauses.length = 0;
		spy = jest.spyOn(timers, 'setTimeout').mockImplementation(async (ms = 0, value, options) => {
			pauses.push(ms);
			const end = Date.now() + ms;
			const passed = await pause(ms / PAUSE_SPEED, value, options);
			// Pauses may overlap: only what none of the others has let pass is left.
			time?.pass(Math.max(0, end - Date.now()));
			return passed;
		});
	});
	afterEach(async () => {
		await closeScenes();
		spy?.mockRestore();
		time?.restore();
	});
	return { pass: (ms) => time?.pass(ms), pauses };
}
