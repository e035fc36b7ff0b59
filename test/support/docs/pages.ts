import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Every page that is in the repository, or is about to be. */
export const PAGES: readonly string[] = execFileSync(
	'git',
	['ls-files', '-co', '--exclude-standard', '*.md'],
	{ encoding: 'utf8' },
)
	.split('\n')
	.filter((path) => path !== '' && existsSync(path));

/** The page without its code, in which nothing is a link. */
export function proseOf(page: string): string {
	return readFileSync(page, 'utf8')
		.replaceAll(/^```[^]*?^```/gm, '')
		.replaceAll(/`[^`\n]*`/g, 'code');
}
