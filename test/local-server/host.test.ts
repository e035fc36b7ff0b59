import { request } from 'node:http';
import { serve, type Served } from '../../local-server/src';
import { startServer } from './support';

const open: Served[] = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map((served) => served.close()));
});

async function listen(host: string): Promise<number> {
	const served = await serve(startServer(), { port: 0, host });
	open.push(served);
	return Number(new URL(served.url).port);
}

/** As a browser calls that was told that `name` is this machine. */
async function statusFor(port: number, name: string): Promise<number | undefined> {
	return await new Promise((resolve, reject) => {
		const call = request(
			{
				host: '127.0.0.1',
				port,
				path: '/v1/files',
				headers: { host: name, origin: `http://${name}` },
			},
			(response) => {
				response.resume();
				resolve(response.statusCode);
			},
		);
		call.once('error', reject);
		call.end();
	});
}

describe('a server that only its own machine can reach', () => {
	it.each([
		'evil.test',
		'evil.test:8787',
		'127.0.0.1.evil.test',
		'localhost.evil.test',
		'192.168.1.5',
	])('refuses a page that calls it %s (DNS rebinding)', async (name) => {
		expect(await statusFor(await listen('127.0.0.1'), name)).toBe(403);
	});

	it.each(['127.0.0.1', 'localhost', '[::1]', 'host.docker.internal', 'n8n.localhost'])(
		'answers to %s',
		async (name) => {
			const port = await listen('127.0.0.1');
			expect(await statusFor(port, `${name}:${port}`)).toBe(200);
		},
	);
});

describe('a server that listens to other machines', () => {
	it('answers to any name: what it is called there, nobody here knows', async () => {
		expect(await statusFor(await listen('0.0.0.0'), 'batch.example')).toBe(200);
	});
});
