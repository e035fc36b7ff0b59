import { constants, runInThisContext } from 'node:vm';

/**
 * nock is an ES module, which Jest's loader cannot load without a flag; Node's own can. It answers at the
 * socket, so that what is tested is n8n's true HTTP client.
 */
export async function loadNock(): Promise<typeof import('nock').default> {
	const nock: typeof import('nock') = await runInThisContext(`import('nock')`, {
		filename: __filename,
		importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
	});
	// One for all test files of a process: the one before may have given the sockets back.
	if (!nock.default.isActive()) nock.default.activate();
	return nock.default;
}

/** An error as a socket gives it. It must be of Node's own realm, for nock compares classes. */
export function socketError(code: string): Error {
	const make: (message: string) => Error = runInThisContext('(message) => new Error(message)');
	return Object.assign(make(`connect ${code}`), { code });
}
