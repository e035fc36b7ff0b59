/**
 * Names that no public server can have (RFC 2606, 6762 with its appendix G, 8375; ICANN keeps `internal` for private use,
 * 2024-07-29), `svc` of Kubernetes, and what home routers call their network.
 */
const OWN_ENDINGS = [
	...['localhost', 'local', 'internal', 'lan', 'home', 'corp', 'intranet', 'private'],
	...['home.arpa', 'svc', 'fritz.box'],
];

/**
 * What a cloud tells about the machine that asks, keys included, lies at addresses that look like one's own:
 * link-local ones are refused as a whole, these besides (AWS over IPv6, Alibaba, Google, Azure, by number and by name; NousResearch/hermes-agent#28130).
 */
const METADATA = new Set([
	...[
		'fd00:ec2::254',
		'100.100.100.200',
		'metadata',
		'instance-data',
		'instance-data.ec2.internal',
	],
	...['metadata.google.internal', 'metadata.azure.internal', 'metadata.internal'],
]);

/** Whether `host`, as `URL` writes it, is on this machine or in a network of one's own, by its name or number alone. */
export function isOwnNetwork(host: string): boolean {
	const name = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
	if (METADATA.has(name)) return false;
	if (name.includes(':')) return isOwnIpv6(name);
	if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(name)) return isOwnIpv4(name);
	// A name of one word is one of Docker's, or of the network's own name server.
	if (!name.includes('.')) return name !== '';
	return OWN_ENDINGS.some((ending) => name === ending || name.endsWith(`.${ending}`));
}

function isOwnIpv4(address: string): boolean {
	const [a = 0, b = 0] = address.split('.').map(Number);
	if (METADATA.has(address)) return false;
	return (
		// Servers print 0.0.0.0 as the address that they listen on, and it is copied from there.
		address === '0.0.0.0' ||
		a === 127 ||
		a === 10 ||
		(a === 172 && b >= 16 && b <= 31) ||
		(a === 192 && b === 168) ||
		// RFC 6598: what Tailscale gives the machines of one's own network.
		(a === 100 && b >= 64 && b <= 127)
	);
}

function isOwnIpv6(address: string): boolean {
	// An IPv4 address in IPv6 clothes: `URL` writes its two halves in hexadecimal.
	const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address);
	if (mapped !== null) {
		const halves = mapped.slice(1).map((half) => Number.parseInt(half, 16));
		return isOwnIpv4(halves.flatMap((half) => [half >> 8, half & 255]).join('.'));
	}
	return address === '::1' || address === '::' || /^f[cd][0-9a-f]{2}:/.test(address);
}
