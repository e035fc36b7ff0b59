// Imported before anything that imports node:sqlite, which older versions answer with a stack trace.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
	console.error(`local-server: needs Node 22.13 or newer; this is ${process.version}.`);
	process.exit(1);
}
