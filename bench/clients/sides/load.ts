import type { Side, SideId } from './side';

/** Only the side that is measured is loaded: the others' code must not count as its memory. */
export async function loadSide(id: SideId): Promise<Side> {
	switch (id) {
		case 'offpeak':
			return (await import('./offpeak')).offpeak(false);
		case 'offpeak-clean':
			return (await import('./offpeak')).offpeak(true);
		case 'ai-sdk':
			return (await import('./ai-sdk')).aiSdk;
		case 'openai':
			return (await import('./openai-client')).openAiClient;
		case 'bare':
			return (await import('./bare')).bare;
	}
}
