import { APPLE_MAIL, IOS_MAIL } from './clients/apple';
import { GMAIL_APP, GMAIL_WEB } from './clients/gmail';
import {
	OUTLOOK_DESKTOP,
	OUTLOOK_MAC,
	OUTLOOK_MOBILE,
	OUTLOOK_PLAIN,
	OUTLOOK_WEB,
} from './clients/outlook';
import { THUNDERBIRD } from './clients/thunderbird';
import { YAHOO } from './clients/yahoo';
import { PROTON } from './clients/proton';
import { GMX } from './clients/gmx';
import { ZIMBRA } from './clients/zimbra';
import { SAMSUNG } from './clients/samsung';
import { ROUNDCUBE } from './clients/roundcube';
import { type Client } from './mail';

/**
 * Heads, marks and wrappers as in the fixtures of crisp-oss/email-forward-parser, crisp-oss/email-reply-parser,
 * lever/planer, closeio/quotequail and ProtonMail/WebClients and in mails on public lists (2026-11); names, addresses
 * and sentences are made up.
 */
export const CLIENTS: readonly Client[] = [
	GMAIL_WEB,
	GMAIL_APP,
	OUTLOOK_DESKTOP,
	OUTLOOK_PLAIN,
	OUTLOOK_WEB,
	OUTLOOK_MOBILE,
	OUTLOOK_MAC,
	APPLE_MAIL,
	IOS_MAIL,
	THUNDERBIRD,
	YAHOO,
	PROTON,
	GMX,
	ZIMBRA,
	SAMSUNG,
	ROUNDCUBE,
];
