// Runs inside n8n's own process, before n8n (Node 24 strips the types): connections to a host that is
// stood in for go to the stand-ins, and none leaves this machine. n8n and its nodes stay as they are.
import { Socket } from 'node:net';
import { HOSTS_VARIABLE, PORT_VARIABLE } from './variables.ts';

const HOSTS = (process.env[HOSTS_VARIABLE] ?? '').split(',');
const PORT = Number(process.env[PORT_VARIABLE]);
const LOOPBACK = /^(localhost|127\..*|::1|\[::1\])$/;

const connect: unknown = Reflect.get(Socket.prototype, 'connect');

Reflect.set(Socket.prototype, 'connect', function (this: Socket, ...args: unknown[]): unknown {
	if (typeof connect !== 'function') return this;
	// `net.connect` passes its arguments in one array, `tls.connect` one by one.
	const [options, ...others] = Array.isArray(args[0]) ? args[0] : args;
	const host: unknown = Object(options).host;
	if (typeof host !== 'string' || LOOPBACK.test(host)) return Reflect.apply(connect, this, args);
	if (HOSTS.includes(host)) {
		const redirected = { ...Object(options), host: '127.0.0.1', port: PORT };
		return Reflect.apply(connect, this, [redirected, ...others]);
	}
	process.nextTick(() => this.destroy(new Error(`Nothing stands in for ${host}`)));
	return this;
});
