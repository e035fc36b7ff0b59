// The tarball as a user gets it: unpacked into an empty folder beside n8n-workflow, every node and
// credential named in package.json is required and must describe itself.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'offpeak-pack-'));
const OURS =
	/^package\/(?:dist\/(?:core|credentials|icons|nodes)\/|(?:LICENSE|README\.md|package\.json)$)/;
const faults = [];
const check = (holds, claim) => {
	if (!holds) faults.push(claim);
};

try {
	const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
		encoding: 'utf8',
	});
	const tarball = join(folder, packed.trim().split('\n').pop());
	const root = join(folder, 'node_modules', 'n8n-nodes-offpeak');
	mkdirSync(root, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '-C', root, '--strip-components=1']);
	symlinkSync(
		join(process.cwd(), 'node_modules', 'n8n-workflow'),
		join(folder, 'node_modules', 'n8n-workflow'),
	);

	const require = createRequire(join(root, 'package.json'));
	const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	check(Object.keys(manifest.dependencies ?? {}).length === 0, 'it has no runtime dependency');
	const { nodes, credentials } = manifest.n8n;
	for (const path of nodes) {
		const name = basename(path, '.node.js');
		const node = new (require(join(root, path))[name])();
		const { description } = node;
		check(description.displayName.length > 0, `${name} describes itself`);
		for (const icon of Object.values(description.icon)) {
			const file = join(dirname(join(root, path)), icon.replace('file:', ''));
			check(existsSync(file), `${name} has its icon ${icon}`);
		}
		const codex = JSON.parse(readFileSync(join(root, path.replace(/\.js$/, '.json')), 'utf8'));
		check(codex.node === `${manifest.name}.${description.name}`, `${name} has its codex file`);
	}
	for (const path of credentials) {
		const name = basename(path, '.credentials.js');
		const credential = new (require(join(root, path))[name])();
		check(credential.name.length > 0 && credential.test !== undefined, `${name} can be tested`);
	}
	const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).split('\n');
	// The build copies every picture of the repository into dist/, those of other packages too.
	const strays = files.filter(
		(file) =>
			file !== '' &&
			(!OURS.test(file) || /\.(?:ts|map)$|\.test\.|\/(?:test|fixtures)\//.test(file)),
	);
	check(strays.length === 0, `nothing stray is packed: ${strays.join(', ')}`);
	console.log(
		`pack test: ${nodes.length} nodes, ${credentials.length} credential, ${files.length - 1} files`,
	);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) console.error(`pack test FAILED: ${fault}`);
if (faults.length > 0) process.exitCode = 1;
