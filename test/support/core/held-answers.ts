import { createDemoAnswerer, type Answerer } from '../../../local-server/src';

/** Answers of the demo that wait until they are let go: the way to see a job while it runs. */
export function holdAnswers(): { readonly answerer: Answerer; readonly release: () => void } {
	const demo = createDemoAnswerer({ seconds: () => 0 });
	let release = (): void => undefined;
	const released = new Promise<void>((resolve) => {
		release = resolve;
	});
	return {
		answerer: async (call) => {
			await released;
			return await demo(call);
		},
		release: () => release(),
	};
}
