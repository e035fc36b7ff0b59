import { readFileSync } from 'node:fs';
import { PROVIDERS } from '../../core';
import { renderProviders } from '../../scripts/providers-page';

describe('docs/providers.md', () => {
	it('is what `npm run docs:providers` writes', () => {
		const page = readFileSync('docs/providers.md', 'utf8');

		expect(page).toBe(renderProviders(Object.values(PROVIDERS)));
	});

	it('says of each provider what changes for the user', () => {
		const page = renderProviders(Object.values(PROVIDERS));

		for (const { caveats, exampleUrl, checked } of Object.values(PROVIDERS)) {
			for (const text of [...caveats, exampleUrl, checked]) expect(page).toContain(text);
		}
	});
});
