const EN = `a about after all also am an and any are as at be been but by can could did do does for from get had has
have he her here him his how i if in into is it its just like may me more most my no not of on one only or other our out
please she should so some such than that the their them then there these they this to too up us very was we were what
when where which who will with would you your hello hi dear thanks thank regards best`;
const DE = `aber alle als am an auch auf aus bei bin bis bitte da das dass dem den der des die dies diese dieser doch du
durch ein eine einem einen einer eines er es für hat habe haben hallo hier ich ihr ihre ihnen im in ist ja kann können
man mehr mein meine mit nach nicht noch nur oder ohne sehr sich sie sind so um und uns unser unsere vom von vor war was
wenn werden wie wir wird zu zum zur über danke grüße`;
const ES = `al como con de del donde el ella en entre era es esta está este esto hay hola la las le lo los me mi muy no
nos o para pero por porque que se ser si sin sobre son su sus también te tiene un una uno y ya gracias saludos`;
const FR = `au aux avec bonjour ce ces cette dans de des du elle en est et eux il ils je la le les leur lui ma mais me
merci mes moi mon même ne nos notre nous ou où par pas pour plus qu que qui sa se ses si son sont sur ta te tu un une
vos votre vous été être`;

export const STOP_WORDS: ReadonlySet<string> = new Set(
	[EN, DE, ES, FR].flatMap((list) => list.split(/\s+/)),
);
