import fc from 'fast-check';
import { extensionOf, fileNameOf } from '../../../zapier-app/src/rows/file-name';
import { anyText } from '../../support/any-text';

const URL_OF_A_FILE = 'https://files.example.com/hydrate/abc';

describe('fileNameOf', () => {
	it.each([
		['attachment; filename="a; b.txt"', 'a; b.txt'],
		['attachment; filename="say \\"hi\\".txt"', 'say "hi".txt'],
		['attachment; filename=plain.txt; size=3', 'plain.txt'],
		["attachment; filename=x.txt; filename*=UTF-8''Z%C3%BCrich%20%E2%82%AC.txt", 'Zürich €.txt'],
		["attachment; filename*=ISO-8859-1'de'r%E9sum%E9.txt", 'résumé.txt'],
		['attachment; filename="100%.txt"', '100%.txt'],
		['inline', 'abc'],
		[undefined, 'abc'],
	])('reads %s', (disposition, name) => {
		expect(fileNameOf(disposition, URL_OF_A_FILE)).toBe(name);
	});

	it.each([
		['https://files.example.com/r%E9sum%E9.txt', 'résumé.txt'],
		['https://files.example.com/r%C3%A9sum%C3%A9.txt?x=1', 'résumé.txt'],
		['https://files.example.com/', 'file'],
	])('reads the address %s', (url, name) => {
		expect(fileNameOf(undefined, url)).toBe(name);
	});

	it('has a name for every header that a server may send', () => {
		fc.assert(
			fc.property(anyText(), (text) => {
				expect(fileNameOf(`attachment; filename=${text}`, URL_OF_A_FILE)).not.toBe('');
			}),
		);
	});
});

describe('extensionOf', () => {
	it.each([
		['notes.MD', 'application/octet-stream', 'md'],
		['Weekly sync 24.11', 'text/plain', 'txt'],
		['Notes v1.2', 'text/plain; charset=utf-8', 'txt'],
		['export', 'text/csv', 'csv'],
		['table', 'text/tab-separated-values', 'tsv'],
		['report.pdf', 'text/plain', undefined],
		['minutes.docx', 'application/octet-stream', undefined],
		['letter', 'text/rtf', undefined],
		['photo', 'image/png', undefined],
		['unknown', '', undefined],
	])('takes %s of type %s for %s', (name, type, extension) => {
		expect(extensionOf(name, type)).toBe(extension);
	});
});
