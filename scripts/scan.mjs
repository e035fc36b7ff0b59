// Both legs of n8n's `scan-community-package`, offline: the source of nodes and credentials, and every
// file of the packed tarball. Comments that switch a rule off count for nothing here, as at n8n.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const folder = mkdtempSync(join(tmpdir(), 'offpeak-scan-'));
try {
	const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
		encoding: 'utf8',
	});
	execFileSync('tar', ['-xzf', join(folder, packed.trim().split('\n').pop()), '-C', folder]);

	const legs = [
		['source', await analyzePackage(process.cwd(), SOURCE_FILE_PATTERNS)],
		['tarball', await analyzePackage(join(folder, 'package'), ['**/*.js', 'package.json'])],
	];
	for (const [name, result] of legs) {
		console.log(`scan of the ${name}: ${result.passed ? 'passed' : 'FAILED'}`);
		if (!result.passed) console.log(result.details ?? result.message);
	}
	if (legs.some(([, { passed }]) => !passed)) process.exitCode = 1;
} finally {
	rmSync(folder, { recursive: true, force: true });
}
