/** n8n's own REST API, the one its editor uses, as the instance's owner. */
export class RestClient {
	#cookie = '';

	constructor(readonly url: string) {}

	async login(emailOrLdapLoginId: string, password: string): Promise<void> {
		const response = await this.#send('POST', '/rest/login', { emailOrLdapLoginId, password });
		const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		await readData(response, 'POST /rest/login');
		this.#cookie = cookies.join('; ');
	}

	async get<T>(path: string): Promise<T> {
		return await this.#request<T>('GET', path);
	}

	/** Undefined where there is no such thing. */
	async find<T>(path: string): Promise<T | undefined> {
		const response = await this.#send('GET', path);
		return response.status === 404 ? undefined : ((await readData(response, `GET ${path}`)) as T);
	}

	async post<T>(path: string, body: unknown): Promise<T> {
		return await this.#request<T>('POST', path, body);
	}

	async patch<T>(path: string, body: unknown): Promise<T> {
		return await this.#request<T>('PATCH', path, body);
	}

	async #request<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await this.#send(method, path, body);
		return (await readData(response, `${method} ${path}`)) as T;
	}

	async #send(method: string, path: string, body?: unknown): Promise<Response> {
		return await fetch(this.url + path, {
			method,
			headers: { 'content-type': 'application/json', cookie: this.#cookie },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			signal: AbortSignal.timeout(30_000),
		});
	}
}

async function readData(response: Response, what: string): Promise<unknown> {
	const text = await response.text();
	if (!response.ok) throw new Error(`n8n: ${what}: ${response.status} ${text.slice(0, 1000)}`);
	// While it starts, n8n answers 200 with a plain sentence.
	if (!text.startsWith('{')) throw new Error(`n8n: ${what}: ${text.slice(0, 200)}`);
	return (JSON.parse(text) as { data?: unknown }).data;
}
