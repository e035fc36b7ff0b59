import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { loadOwnNodes, ownDescriptionOf } from '../support/node-descriptions';

const NODES = join(__dirname, '..', '..', 'nodes');

/** All code of the nodes, without what only names a field on a panel. */
const CODE = readdirSync(NODES, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.ts'))
	.map((file) => readFileSync(join(NODES, file), 'utf8'))
	.join('\n')
	.replaceAll(/\bname: '[^']*'/g, '')
	.replaceAll(/\b(show|hide): \{[^}]*\}/g, '');

/** Fields that a person can set, and the options in their collections. */
function settable(properties: readonly INodeProperties[]): readonly string[] {
	return properties.flatMap(({ name, type, options = [] }) => {
		if (type === 'notice' || type === 'callout' || type === 'button') return [];
		if (type !== 'collection') return [name];
		return settable(options.filter((option) => 'displayName' in option && 'type' in option));
	});
}

describe('what can be set on a panel', () => {
	it('is read by the node, every field and every option', async () => {
		for (const type of await loadOwnNodes()) {
			const names = settable(ownDescriptionOf(type)?.properties ?? []);
			expect(names.length).toBeGreaterThan(3);
			const unread = names.filter((name) => !new RegExp(`['.]${name}\\b`).test(CODE));
			expect([type, unread]).toEqual([type, []]);
		}
	});
});
