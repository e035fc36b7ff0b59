import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import App from '../../zapier-app/src';
import { handlerOf } from '../../harness/zap-runner/platform';
import {
	allFields,
	allOperations,
	allTexts,
	leafPaths,
	readDefinition,
	type Field,
} from '../../harness/zap-runner/definition';

/** The checks of `zapier validate` that need no network, by their numbers there (read 2026-11-23). */

const definition = readDefinition();
const visible = allOperations(definition).filter(({ isHidden }) => !isHidden);

describe('the app’s definition', () => {
	it('has no error in Zapier’s own schema', async () => {
		const output = await handlerOf(App)({ command: 'validate', calledFromCli: true });

		expect(output.results).toEqual([]);
	});

	it('lets nothing but the connection ask for a key (D001)', async () => {
		const keys = (await allFields(definition)).map(({ field }) => field.key);

		expect(keys.filter((key) => /api_?key|secret|password/i.test(key))).toEqual([]);
	});

	it('links to where a key is found (D002)', () => {
		const apiKey = App.authentication?.fields?.find(({ key }) => key === 'api_key');

		expect(apiKey?.helpText).toMatch(/\[[^\]]+\]\(https:\/\/[^)]+\)/);
	});

	it('labels a connection without a secret (D003)', () => {
		const label = App.authentication?.connectionLabel;

		expect(label).toBe('{{label}}');
	});

	it('fills every field for a batch from a dropdown (D004)', async () => {
		const fields = (await allFields(definition)).filter(({ field }) => field.key === 'batch');

		expect(fields.length).toBeGreaterThan(0);
		for (const { field } of fields) {
			expect(field.dynamic).toBe('list_batches.id.name');
			expect(field.label).toBe('Batch');
		}
	});

	it('refers only to triggers that exist (D005)', async () => {
		const dynamics = (await allFields(definition)).flatMap(({ field }) => field.dynamic ?? []);

		expect(dynamics.length).toBeGreaterThan(0);
		for (const dynamic of dynamics) {
			expect(Object.keys(definition.triggers)).toContain(dynamic.split('.')[0]);
		}
	});

	it('writes every address as a link or as code (D008)', async () => {
		const texts = [
			...allTexts(definition),
			...(await allFields(definition)).map(({ field }) => field.helpText ?? ''),
		];

		for (const text of texts) {
			const bare = text.replaceAll(/\]\(https:[^)]+\)/g, '').replaceAll(/`[^`]*`/g, '');
			expect(bare).not.toMatch(/https?:\/\//);
		}
	});

	it('asks a search for something (D009)', () => {
		for (const { fields } of visible.filter(({ kind }) => kind === 'searches')) {
			expect(fields.length).toBeGreaterThan(0);
		}
	});

	it('gives every step a sample with an id (D010, D012)', () => {
		for (const { sample, key } of visible) {
			expect([key, typeof sample['id']]).toEqual([key, 'string']);
		}
	});

	it('says something else in a help text than in its label (D011)', async () => {
		for (const { field } of await allFields(definition)) {
			expect(field.helpText).not.toBe(field.label);
		}
	});

	it('writes labels in title case (D018)', async () => {
		const labels = [
			...visible.map(({ label }) => label),
			...(await allFields(definition)).flatMap(({ field }) => field.label ?? []),
			...visible.flatMap(({ outputFields }) => outputFields.map(({ label }) => label ?? '')),
		];

		for (const label of labels.filter((text) => !text.startsWith('Keep: '))) {
			const words = label.replaceAll(/[(),.]/g, '').split(/[\s/]+/);
			const lower = words.filter((word, index) => index > 0 && /^[a-z]/.test(word));
			expect([label, lower.filter((word) => !SMALL_WORDS.has(word))]).toEqual([label, []]);
			expect(label).toMatch(/^[A-Z]/);
		}
	});

	it('describes triggers, creates and searches as Zapier’s style asks (D021)', () => {
		for (const { kind, key, description } of visible) {
			const pattern = {
				triggers: /^Triggers when .*\.$/s,
				creates: /^[A-Z][a-z]+s[ ,].*\.$/s,
				searches: /^Finds .*\.$/s,
			}[kind];
			expect([key, pattern.test(description)]).toEqual([key, true]);
			expect(description).not.toMatch(/offpeak|zapier/i);
		}
	});

	it('has fields that are always there in every create (D022)', () => {
		for (const { fields } of visible.filter(({ kind }) => kind === 'creates')) {
			expect(fields.filter((field) => typeof field === 'object').length).toBeGreaterThan(0);
		}
	});

	it('writes every time in a sample as ISO 8601 with an offset (D023, T003)', () => {
		for (const { key, sample } of visible) {
			for (const [name, value] of Object.entries(sample)) {
				if (!/_at$|_by$/.test(name)) continue;
				expect([key, name, value]).toEqual([
					key,
					name,
					expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
				]);
			}
		}
	});

	it('has samples of the types that the output fields state (D024, T005)', () => {
		for (const { key, sample, outputFields } of visible) {
			const leaves = new Map(leafPaths(sample));
			for (const field of outputFields) {
				if (field.key.startsWith('failed_rows[]')) continue;
				expect([key, field.key, typeOf(leaves.get(field.key))]).toEqual([
					key,
					field.key,
					jsonTypeOf(field),
				]);
				expect(field.label).toBeTruthy();
			}
		}
	});

	it('runs on the newest SDK that is pinned, to the digit (D027)', () => {
		const manifest: unknown = JSON.parse(
			readFileSync(join(__dirname, '../../zapier-app/package.json'), 'utf8'),
		);

		expect(Object(manifest).dependencies).toEqual({ 'zapier-platform-core': '19.1.0' });
		expect(Object(manifest).overrides).toEqual({ 'get-intrinsic': '1.3.0' });
		expect(App.platformVersion).toBe('19.1.0');
	});

	it('leaves empty input alone and answers a 429 itself (D028)', () => {
		expect(App.flags).toEqual({ cleanInputData: false, throwForThrottlingEarly: false });
	});

	it('uses nothing that is internal to Zapier, and no trigger that needs a hook (D006, D016)', () => {
		const text = JSON.stringify(definition);

		expect(text).not.toContain('performBuffer');
		expect(text).not.toContain('"type":"hook"');
		expect(text).not.toContain('hook_to_poll');
	});

	it('keeps help texts and descriptions within Zapier’s limits', async () => {
		for (const { field } of await allFields(definition)) {
			expect((field.helpText ?? '').length).toBeLessThanOrEqual(1000);
		}
		for (const { label } of visible) expect(label.length).toBeLessThanOrEqual(64);
	});

	it('uses the words of its users, none of the code’s', async () => {
		const texts = [
			...allTexts(definition),
			...(await allFields(definition)).flatMap(({ field }) => [field.label, field.helpText]),
			...visible.flatMap(({ outputFields }) => outputFields.map(({ label }) => label)),
		];

		for (const text of texts) expect(text ?? '').not.toMatch(OUR_WORDS);
	});

	it('explains every field, save the columns that a user named', async () => {
		const unexplained = (await allFields(definition))
			.filter(({ field }) => (field.helpText ?? '') === '' && field.children === undefined)
			.map(({ field }) => field.key);

		expect(unexplained.filter((key) => !key.startsWith('keep_'))).toEqual([]);
	});
});

/** They must not be on a screen. */
const OUR_WORDS = /\b(shards?|requests?|engines?|outcomes?|transports?|plans?)\b/i;

const SMALL_WORDS = new Set([
	'a',
	'an',
	'as',
	'at',
	'by',
	'e.g',
	'for',
	'from',
	'if',
	'in',
	'is',
	'of',
	'or',
	'per',
	'the',
	'to',
	'via',
	'with',
]);

function typeOf(value: unknown): string {
	return value === null ? 'null' : typeof value;
}

function jsonTypeOf({ type }: Field): string {
	switch (type) {
		case 'integer':
		case 'number':
			return 'number';
		case 'boolean':
			return 'boolean';
		default:
			return 'string';
	}
}
