import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

const ROOT = dirname(dirname(__dirname));
const SOURCES = ['core', 'bench'];

/**
 * The code as it is shipped (CommonJS, ES2022), for children that run in plain Node: a loader that
 * translates on the fly would cost each side memory, and a large dependency the most.
 */
export async function compileInto(folder: string): Promise<string> {
	for (const source of SOURCES) {
		const names = await readdir(join(ROOT, source), { recursive: true });
		for (const name of names.filter((path) => path.endsWith('.ts'))) {
			const text = await readFile(join(ROOT, source, name), 'utf8');
			const { outputText } = transpileModule(text, {
				compilerOptions: {
					module: ModuleKind.CommonJS,
					target: ScriptTarget.ES2022,
					esModuleInterop: true,
				},
			});
			const file = join(folder, source, name.replace(/\.ts$/, '.js'));
			await mkdir(dirname(file), { recursive: true });
			await writeFile(file, outputText);
		}
	}
	// The build puts the libraries of the core into it.
	execFileSync(process.execPath, [
		join(ROOT, 'scripts', 'bundle-libraries.mjs'),
		join(folder, 'core'),
	]);
	await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
	return join(folder, 'bench', 'clients', 'child.js');
}
