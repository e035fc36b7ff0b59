import { PROVIDERS, type Connection } from '../../../core';
import { bytesOfChunks, bytesOfText } from './canned-transport';
import { FakeClock } from '../../../harness/fake-clock';

/** A provider that holds nothing but these files; every other one is gone. */
export function connectToFiles(
	files: Readonly<Record<string, string | readonly Uint8Array[]>>,
	provider = PROVIDERS.openai,
): Connection {
	return {
		provider,
		baseUrl: 'https://api.openai.com/v1',
		clock: new FakeClock(),
		transport: async ({ path }) => {
			const content = files[/^\/files\/(.+)\/content$/.exec(path)?.[1] ?? ''];
			await Promise.resolve();
			if (content === undefined) return { status: 404, headers: {}, body: bytesOfText('{}') };
			const body = typeof content === 'string' ? bytesOfText(content) : bytesOfChunks(content);
			return { status: 200, headers: {}, body };
		},
	};
}
