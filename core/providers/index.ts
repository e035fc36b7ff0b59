import { chatBatch, responsesBatch } from '../protocols/openai/openai-batch';
import type { Job } from '../types';
import { PRICES, type ProviderId } from './prices';
import type { Provider } from './provider';

export type { Provider } from './provider';

const MB = 1_000_000;
const DAY_SECONDS = 86_400;
/** Stay below a stated limit: providers count bytes and lines their own way. */
const MARGIN = 0.95;

/** As their own pages and recorded traffic say. */
const ALL_KEPT = {
	metadata: 'yes',
	jobList: 'yes',
	fileList: 'yes',
	inputContent: 'yes',
} as const;

/** Servers that speak the API leave out each of these: litellm#4966, aibrix#1651, aibrix#2149, litellm#39810 (read 2026-11-29). */
const ANY_KEPT = {
	metadata: 'unknown',
	jobList: 'unknown',
	fileList: 'unknown',
	inputContent: 'unknown',
} as const;

const shared = {
	service: 'openai',
	protocol: chatBatch,
	limits: { requests: 50_000, fileBytes: 200 * MB * MARGIN, lineBytes: 10 * MB },
	keeps: ALL_KEPT,
	windowHours: 24,
	discount: { factor: 0.5, source: 'published' },
	expiry: { minSeconds: 3600, maxSeconds: 30 * DAY_SECONDS },
	listsModels: true,
	caveats: [],
	notes: [],
} as const;

/**
 * Whom we call. A difference between providers is a value here; only another wire shape is code.
 * `caveats` change something for the user, `notes` are provenance for maintainers.
 */
export const PROVIDERS: { readonly [Id in ProviderId]: Provider } = {
	openai: {
		...shared,
		id: 'openai',
		prices: PRICES.openai,
		name: 'OpenAI',
		hosts: ['api.openai.com'],
		exampleUrl: 'https://api.openai.com/v1',
		protocol: responsesBatch,
		dashboardUrl: 'https://platform.openai.com/batches/{batch}',
		notes: [
			'A file may be 512 MB, one for a batch 200 MB (it was 100 MB until 2025).',
			'10 MB is the longest input string that the API accepts.',
		],
		source: 'https://platform.openai.com/docs/guides/batch',
		checked: '2026-11-23',
	},
	openaiRegion: {
		...shared,
		// The same vendor, limits and wire; only its prices differ.
		id: 'openai',
		prices: PRICES.openaiRegion,
		name: 'OpenAI in a region',
		hosts: ['*.api.openai.com'],
		exampleUrl: 'https://eu.api.openai.com/v1',
		protocol: responsesBatch,
		dashboardUrl: 'https://platform.openai.com/batches/{batch}',
		caveats: [
			'In a region, OpenAI’s models since March 2026 cost 10 % more; the estimate counts that.',
		],
		notes: [
			'us, eu, ae, au, in, jp and others: to a key of a region, the other hosts answer 401 and name its own (earendil-works/pi#956).',
		],
		source: 'https://developers.openai.com/api/docs/guides/data-residency',
		checked: '2026-11-29',
	},
	azure: {
		...shared,
		id: 'azure',
		prices: PRICES.azure,
		name: 'Azure OpenAI',
		hosts: [
			'*.openai.azure.com',
			'*.cognitiveservices.azure.com',
			'*.services.ai.azure.com',
			'*.api.cognitive.microsoft.com',
			'*.openai.azure.us',
			'*.cognitiveservices.azure.us',
			'*.services.ai.azure.us',
			'*.openai.azure.cn',
			'*.cognitiveservices.azure.cn',
		],
		exampleUrl: 'https://YOUR-RESOURCE.openai.azure.com/openai/v1',
		keyHeader: 'api-key',
		limits: { ...shared.limits, requests: 100_000 * MARGIN },
		expiry: { minSeconds: 14 * DAY_SECONDS, maxSeconds: 30 * DAY_SECONDS },
		listsModels: false,
		caveats: [
			'Model is the name of your deployment, which must be of the type Global Batch or Data Zone Batch.',
			'Azure aims at 24 hours but never gives up: a job may take longer.',
			'Azure keeps files for at least 14 days.',
		],
		notes: [
			'A fully successful batch has a zero-byte error file.',
			'`completed_at` is set on failed batches.',
			'A key may be a bearer token on the v1 route, too; `api-key` is what its REST reference names.',
			'Government and China have hosts of their own (mattermost/mattermost-plugin-agents#239).',
		],
		source: 'https://learn.microsoft.com/azure/ai-foundry/openai/how-to/batch',
		checked: '2026-11-23',
	},
	groq: {
		...shared,
		id: 'groq',
		prices: PRICES.groq,
		name: 'Groq',
		hosts: ['api.groq.com'],
		exampleUrl: 'https://api.groq.com/openai/v1',
		// The SDK types it as unknown.
		keeps: { ...ALL_KEPT, metadata: 'unknown' },
		limits: { ...shared.limits, fileBytes: 100 * MB * MARGIN },
		expiry: undefined,
		caveats: [
			'Only the models on Groq’s batch list are accepted.',
			'Files stay at Groq for 30 days.',
		],
		notes: [
			'The guide says 200 MB, the SDK 100 MB: the smaller costs at most one more file.',
			'The list of batches has no paging in the SDK; older pages give the discount as 25 %.',
		],
		source: 'https://console.groq.com/docs/batch',
		checked: '2026-11-23',
	},
	deepinfra: {
		...shared,
		id: 'deepinfra',
		prices: PRICES.deepinfra,
		name: 'DeepInfra',
		hosts: ['api.deepinfra.com'],
		exampleUrl: 'https://api.deepinfra.com/v1/openai',
		keeps: ANY_KEPT,
		discount: { factor: 0.8, source: 'published' },
		expiry: undefined,
		caveats: ['The discount is 20 %, not half.'],
		notes: ['Whether metadata is kept is not documented.'],
		source: 'https://deepinfra.com/blog/batch-api',
		checked: '2026-11-23',
	},
	doubleword: {
		...shared,
		id: 'doubleword',
		prices: PRICES.doubleword,
		name: 'Doubleword',
		hosts: ['api.doubleword.ai'],
		exampleUrl: 'https://api.doubleword.ai/v1',
		discount: { factor: undefined, source: 'unknown' },
		expiry: undefined,
		caveats: ['The discount depends on the model: see Doubleword’s price list.'],
		notes: ['Takes a window of 1h or 24h; limits are not documented, so OpenAI’s are used.'],
		source: 'https://docs.doubleword.ai/batches',
		checked: '2026-11-23',
	},
	local: {
		...shared,
		id: 'local',
		prices: PRICES.local,
		name: 'Local server',
		// It says so itself: no address is its alone.
		hosts: [],
		exampleUrl: 'http://127.0.0.1:8787/v1',
		protocol: responsesBatch,
		discount: { factor: undefined, source: 'unknown' },
		caveats: ['The local server’s demo answers by comparing words: it is not a language model.'],
		source: 'local-server/README.md',
		checked: '2026-11-23',
	},
	other: {
		...shared,
		id: 'other',
		prices: PRICES.other,
		name: 'OpenAI-compatible server',
		hosts: [],
		exampleUrl: 'https://YOUR-SERVER/v1',
		keeps: ANY_KEPT,
		discount: { factor: undefined, source: 'unknown' },
		expiry: undefined,
		caveats: [
			'This server is not in our table: its limits are taken to be OpenAI’s, and its discount is unknown.',
		],
		source: 'https://platform.openai.com/docs/guides/batch',
		checked: '2026-11-23',
	},
};

/** The provider's own page about a job, for the user. */
export function dashboardUrl({ dashboardUrl: url }: Provider, { shards }: Job): string | undefined {
	return url?.replace('{batch}', shards[0]?.batchId ?? '');
}
