import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { ExecuteContext } from 'n8n-core';
import type { Connection } from '../../../core';
import { OPENAI } from '../../../nodes/shared/service';
import { connect } from '../../../nodes/shared/connect';
import { KEY, engineFor } from '../../support/nodes/host';
import { runInside } from '../../support/nodes/inside';

const open: Server[] = [];

/** n8n's own class of the context is not the type that its node types name. */
async function connectIn(context: ExecuteContext): Promise<Connection> {
	return await Reflect.apply(connect, undefined, [context, OPENAI]);
}

afterEach(() => {
	for (const server of open.splice(0)) server.close();
});

/** A server of its own, and what it was sent. */
async function listen(
	status: number,
	location?: string,
): Promise<{ readonly url: string; readonly keys: (string | undefined)[] }> {
	const keys: (string | undefined)[] = [];
	const server = createServer((request, response) => {
		keys.push(request.headers.authorization);
		response.writeHead(status, location === undefined ? {} : { location }).end('{}');
	});
	open.push(server);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	return { url: `http://127.0.0.1:${port}`, keys };
}

describe('a redirect', () => {
	it.each([301, 302, 303, 307, 308])('of status %i is followed by no call', async (status) => {
		const elsewhere = await listen(200);
		const provider = await listen(status, `${elsewhere.url}/v1/batches`);
		const replies = await runInside(engineFor(`${provider.url}/v1`), async (context) => {
			const { transport } = await connectIn(context);
			return [
				await transport({ method: 'GET', path: '/batches' }),
				await transport({ method: 'POST', path: '/batches', body: { chunks: [], byteLength: 0 } }),
				await transport({ method: 'DELETE', path: '/files/x' }),
			].map((reply) => reply.status);
		});
		expect(replies).toEqual([status, status, status]);
		// One call more: at an address of one's own, whose server it is.
		expect(provider.keys).toEqual(Array.from({ length: 4 }, () => `Bearer ${KEY}`));
		expect(elsewhere.keys).toEqual([]);
	});
});

describe('the key', () => {
	it.each([
		'http://192.168.1.5.example.com/v1',
		'http://169.254.169.254/v1',
		'http://api.openai.com/v1',
		'https://user:pass@api.openai.com/v1',
		'ftp://127.0.0.1/v1',
		'file:///etc/passwd',
		'',
	])('goes nowhere when the Base URL is %j', async (baseUrl) => {
		const refused = runInside(engineFor(baseUrl), async (context) => await connectIn(context));
		await expect(refused).rejects.toMatchObject({ code: 'invalid_input' });
	});

	it('is what words of the provider are told without, whatever it looks like', async () => {
		const provider = await listen(200);
		const secrets = await runInside(engineFor(`${provider.url}/v1`), async (context) => {
			return (await connectIn(context)).transport.secrets;
		});
		expect(secrets).toEqual([KEY]);
	});

	it('that was put into the field Base URL by mistake is not shown', async () => {
		const key = 'sk-proj-Zm9vYmFyYmF6cXV4';
		const refused = runInside(engineFor(key), async (context) => await connectIn(context));
		await expect(refused).rejects.toMatchObject({
			message: 'The Base URL is not an address. It should look like https://api.openai.com/v1.',
		});
	});
});
