import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROVIDERS, type Provider } from '../core';

/** `npm run docs:providers` writes docs/providers.md from the table that the nodes use. */
const PAGE = join(__dirname, '..', 'docs', 'providers.md');
const MB = 1_000_000;
const DAY_SECONDS = 86_400;

export function renderProviders(providers: readonly Provider[]): string {
	return `${[
		'<!-- Written by `npm run docs:providers` from core/providers/index.ts: change that file, not this one. -->',
		'# Providers',
		'The credential says which it is, in the field *Provider*: OpenAI, whose address is known; Azure OpenAI, which asks for the endpoint of your resource; or another server that speaks the OpenAI Batch API. For that one, its Base URL chooses the row of this table; where it is in none, OpenAI’s limits are taken. An address in your own network is taken for our local server only if that says so itself.',
		table(
			['Provider', 'Base URL', 'Batch costs', 'In the background', 'Done within', 'Checked on'],
			providers.map((provider) => [
				link(provider),
				`\`${provider.exampleUrl}\``,
				priceOf(provider),
				provider.protocol.background !== undefined ? 'yes' : 'answered at once instead',
				`${provider.windowHours} h`,
				`[${provider.checked}](${sourceOf(provider)})`,
			]),
		),
		'*In the background*: where a provider cannot, Categorize Async asks for each answer at once, and Submit Batch → In Minutes says that it cannot.',
		'## Limits',
		'A job that is larger is cut into several files, and stays one job to you. Where providers count in ways of their own, Offpeak stays 5 % below what they state.',
		table(
			['Provider', 'Texts in one file', 'One file', 'One text', 'Files are kept'],
			providers.map((provider) => [
				provider.name,
				provider.limits.requests.toLocaleString('en-US'),
				megabytes(provider.limits.fileBytes),
				megabytes(provider.limits.lineBytes),
				expiryOf(provider),
			]),
		),
		...providers.map(details),
	].join('\n\n')}\n`;
}

function details(provider: Provider): string {
	const { name, caveats, notes } = provider;
	return [
		`## ${name}`,
		...caveats,
		...(caveats.length === 0 ? ['Nothing special to know.'] : []),
		...(notes.length === 0 ? [] : [`For developers: ${notes.join(' ')}`]),
	].join('\n\n');
}

function link({ name }: Provider): string {
	return `[${name}](#${name.toLowerCase().replaceAll(' ', '-')})`;
}

function sourceOf({ source }: Provider): string {
	return source.startsWith('https://') ? source : `../${source}`;
}

function priceOf({ id, discount: { factor } }: Provider): string {
	if (id === 'local') return 'nothing: it runs on your machine';
	if (factor === undefined) return 'not published';
	return factor === 0.5 ? 'half' : `${Math.round(factor * 100)} %`;
}

function expiryOf({ expiry }: Provider): string {
	if (expiry === undefined) return 'by the provider’s own rule, see below: use *Delete Files*';
	const { minSeconds, maxSeconds } = expiry;
	const least = minSeconds < DAY_SECONDS ? '' : `${minSeconds / DAY_SECONDS} to `;
	return `as you set, ${least === '' ? 'up to ' : least}${maxSeconds / DAY_SECONDS} days`;
}

function megabytes(bytes: number): string {
	return `${Math.round(bytes / MB)} MB`;
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const rule = head.map(() => '---');
	return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

if (require.main === module) {
	writeFileSync(PAGE, renderProviders(Object.values(PROVIDERS)));
	console.log('docs/providers.md is written.');
}
