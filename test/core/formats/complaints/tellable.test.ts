import fc from 'fast-check';
import { tellable } from '../../../../core/formats/complaints/tellable';

const KEY = 'lm-9f83kd02mmz71-Zq';

describe('tellable', () => {
	it.each([
		['as it is', KEY],
		['in upper case', KEY.toUpperCase()],
		['in quotes', `"${KEY}"`],
		['in an address', `https://x.example/v1?key=${encodeURIComponent(KEY)}&a=1`],
		['in a Basic header', btoa(`:${KEY}`)],
		['as base64', btoa(KEY)],
	])('takes out the key in use: %s', (_, words) => {
		const told = tellable(`Unauthorized ${words} here`, [KEY]);
		expect(told).toContain('[key]');
		expect(told.toLowerCase()).not.toContain(KEY.toLowerCase());
		expect(told).not.toContain(btoa(KEY).slice(0, 16));
		expect(told).toMatch(/^Unauthorized .* here$/);
	});

	it('takes out a key with signs that mean something in a pattern or an address', () => {
		const key = 'a+b/c(d)$e{f}=g?h';
		expect(tellable(`x ${key} y`, [key])).toBe('x [key] y');
		expect(tellable(`x ${encodeURIComponent(key)} y`, [key])).toBe('x [key] y');
	});

	it.each([
		'p%40ss%20w0rd%21%26%27%22',
		'p%40ss+w0rd!%26%27%22',
		'p@ss w0rd!&\'\\"',
		'p@ss w0rd!\\u0026\\u0027\\"',
		'p@ss w0rd!&amp;&#39;&quot;',
		'p@ss w0rd!&#38;&#x27;&#34;',
		'p%2540ss%2520w0rd%2521%2526%2527%2522',
	])('takes out the key in use, however it is escaped: %s', (form) => {
		expect(tellable(`x ${form} y`, ['p@ss w0rd!&\'"'])).toBe('x [key] y');
	});

	it('takes out a key with a backslash, in JSON, too, and is quick with many', () => {
		expect(tellable(String.raw`x ab\\cd\\ef y`, [String.raw`ab\cd\ef`])).toBe('x [key] y');
		expect(tellable(`x ${'\\'.repeat(400)} y`, [`${'\\'.repeat(60)}a`])).toContain('x ');
	});

	it('takes out the ends of the key in use, which look like no key', () => {
		const key = 'abcdefghijklmnop-qrstuvwxyzabcd';
		expect(tellable(`got ${key.slice(0, 14)}…`, [key])).toBe('got [key]');
		expect(tellable(`got …${key.slice(-14)}`, [key])).not.toContain(key.slice(-14));
	});

	it('takes out a short key only where it stands alone, and none that is a letter or two', () => {
		expect(tellable('ollama/llama3: test failed for key test', ['test'])).toBe(
			'ollama/llama3: [key] failed for key [key]',
		);
		expect(tellable('The latest model', ['test'])).toBe('The latest model');
		expect(tellable('a model', ['a'])).toBe('a model');
		expect(tellable('a model', ['', '  '])).toBe('a model');
	});

	it.each([
		'sk-proj-Ab12Cd34Ef56Gh78',
		'sk-ant-api03-Ab12_Cd34',
		'gsk_abcdef0123456789',
		'AIzaSyA1234567890abcdefghijklmnopqrstuv',
		'hf_AbCdEfGhIj0123456789',
		'xai-Ab12Cd34Ef56Gh78',
		'nvapi-Ab12Cd34Ef56Gh78',
		'tgp_v1_Ab12Cd34Ef56Gh78',
		'AKIAIOSFODNN7EXAMPLE',
		'ya29.a0AfH6SMBx-12',
		'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N',
		'eyJhbGciOiJIUzI1NiIsInR5',
		'4f0c****************9a1b',
		'abcd••••••••wxyz',
		'sess-Ab12Cd34Ef56Gh78Ij90',
		'xoxb-123456789012-AbCdEfGhIj',
		'github_pat_11ABCDEFG0abcdefghij_KLmn',
	])('takes out what is a key anywhere: %s', (key) => {
		const told = tellable(`We met ${key} on the way.`);
		expect(told).toMatch(/^We met \[key\]\.? on the way\.$/);
	});

	it.each([
		['api-key: 0123456789abcdef0123456789abcdef', 'api-key: [key]'],
		['{"api_key":"Zx81kqPl02"}', '{"api_key":"[key]"}'],
		['Invalid header: Bearer abc.def', 'Invalid header: Bearer [key]'],
		['Authorization: Basic dXNlcjpwYXNzd29yZDEyMw==', 'Authorization: Basic [key]'],
		['key 5ea43e256ed93ce3082d9e89be60b7b2 was revoked', 'key [key] was revoked'],
		['password=hunter2000!', 'password=[key]!'],
		['?sig=Ab12%2Fcd34ef56&se=2026', '?sig=[key]&se=2026'],
		['X-Amz-Signature=fe5f80f77d5fa3beca038a248ff027d0', 'X-Amz-Signature=[key]'],
		['Credential=AKIAIOSFODNN7EXAMPLE/20261129/us-east-1', 'Credential=[key]'],
		['https://user:pa55word@host.example/v1', 'https://[key]@host.example/v1'],
		['Received API Key = sk-...ITlA.', 'Received API Key = [key].'],
		['Received API Key = sk-mykey.', 'Received API Key = [key].'],
		['key: job-abc123def456ghi789', 'key: [key]'],
		['Invalid key: user-abc123DEF456…', 'Invalid key: [key]'],
		[
			'https://f.example/api/v1?code=Ab12Cd34Ef56Gh78Ij90Kl12Mn==&a=1',
			'https://f.example/api/v1?code=[key]&a=1',
		],
		['apikey=ABCDEFGH-IJKLMNOP', 'apikey=[key]'],
		['secret is hunter2abc', 'secret is [key]'],
	])('takes out what is one by what stands before it: %s', (words, told) => {
		expect(tellable(words)).toMatch(told.startsWith('Credential') ? /^Credential=\[key\]/ : told);
		if (!told.startsWith('Credential')) expect(tellable(words)).toBe(told);
	});

	it.each([
		"No batch found with id 'batch_67f94eff32888190860754b9a179d0bf' for file-9f1CzuAGmk3LZ5Qbs6fVLx.",
		'The request req_bf2eadd66b9f5c652172871aebf34737 of org-Abc123def456ghi789 failed.',
		'Rate limit reached for gpt-4o-mini-2024-07-18 on tokens per minute (TPM): Limit 200000, Used 199123.',
		"This model's maximum context length is 128000 tokens.",
		'Unrecognized key: max_completion_tokens.',
		'Invalid token: expected a string.',
		'Missing required parameter: messages[0].content.',
		'The key of the object "input" is not allowed.',
		'Bearer token is missing in the Authorization header.',
		'Bearer authentication is required.',
		'The model `meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo` is not available.',
		'You can find your API key at https://platform.openai.com/account/api-keys.',
		'Limit: 2,000,000 enqueued tokens; wait 2026-11-29T22:00:00Z.',
		'A risk-free, key-value task-list with sub-keys.',
		'错误：您的账户余额不足，请充值后重试。',
		'Max tokens: 4096. Token: 17.',
		'The deployment sk-router-x is missing.',
		'An sk-learn pipeline failed.',
		'The module sk_learn.pipeline of sk-learn-2 is missing.',
		'Missing key: customer_id_2',
		'Duplicate key: batch_67f94eff32888190860754b9a179d0bf',
		'The password is required.',
		'Invalid token: INVALID_ARGUMENT.',
	])('leaves ordinary words, ids and names of models: %s', (words) => {
		expect(tellable(words, [KEY])).toBe(words);
	});

	it('makes one line of at most 400 characters, with no half of a character', () => {
		expect(tellable('a\n\n  b\tc\u0000d')).toBe('a b c d');
		const told = tellable('😀'.repeat(500));
		expect(told.length).toBeLessThanOrEqual(400);
		expect(told).not.toMatch(/\p{Surrogate}/u);
		expect(told.endsWith(' …')).toBe(true);
		expect(tellable('x'.repeat(400))).toHaveLength(400);
	});

	it('shows no part of a key in use, wherever it is cut', () => {
		for (const place of [380, 390, 399, 3_985, 3_995, 3_999]) {
			const told = tellable(`${'word '.repeat(place / 5)}${KEY} end`, [KEY]);
			expect(told).not.toContain(KEY.slice(0, 6));
		}
		const many = tellable(`${`${'k'.repeat(190)}${KEY} `.repeat(19)}${KEY}`, [
			KEY,
			'k'.repeat(190),
		]);
		expect(many).not.toContain(KEY.slice(0, 6));
	});

	it('never tells a key in use, whatever the words and the key', () => {
		const sign = fc.constantFrom(
			...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+/=',
		);
		const key = fc.array(sign, { minLength: 8, maxLength: 80 }).map((all) => all.join(''));
		fc.assert(
			fc.property(key, fc.string(), fc.string(), (secret, before, after) => {
				expect(tellable(`${before}${secret}${after}`, [secret])).not.toContain(secret);
			}),
		);
	});
});
