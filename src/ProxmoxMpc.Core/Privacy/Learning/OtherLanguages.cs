namespace ProxmoxMpc.Core.Privacy;

/// <summary>The everyday words of languages other than English in which administrators write to one another. No names.</summary>
internal static class OtherLanguages
{
    private static readonly WordSet Words = WordSet.Of(
        // German
        "aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits beide beiden besser bin bis bisher bist bitte da dabei dafür daher dahin damals damit danach dann daran darauf daraus darf darin darum das dass dein deine dem den denn der deren des deshalb dessen die dies diese diesem diesen dieser dieses doch dort durch " +
        "ein eine einem einen einer eines einfach einige einmal er erst erste ersten es etwa etwas euch euer fast für ganz gar gegen geht gehen gibt gleich gut habe haben hat hatte hatten heute heißt hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja je jede jedem jeden jeder jedes jetzt kann kannst kein keine keinem keinen keiner könnte können " +
        "lange laut läuft laufen lief liegt machen macht man mehr mein meine meinem mich mir mit möglich morgen muss musst müssen nach nachdem neben nein neu neue neuem neuen neuer neues nicht nichts noch nun nur ob oben oder ohne schon sehr sei seit sein seine seinem sich sie sind so sobald sofort soll sollte sollten somit sonst sowie steht stehen " +
        "trotz über um und uns unser unsere unserem unseren unten unter viel viele vom von vor vorher wann war waren warum was weg wegen weil weiter weitere welche welchem welcher wenn wer werden wie wieder wir wird wo wollen worden wurde wurden zu zuerst zum zur zurück zwar zwei zwischen " +
        "abgelaufen abgeschaltet aktiv aktuell aktuelle alte alten alter angelegt angemeldet anmelden anmeldung ansonsten antwort antwortet anzeige arbeitet ausfall ausgabe ausgeschaltet befehl benutzer betrieb betreff dienst dienste domaincontroller domänencontroller drucker durchgeführt eingerichtet eingeschaltet einstellung einstellungen erreichbar erreicht " +
        "fehler fehlt freigabe freigaben funktioniert gäste gast geändert gelöscht gemeldet gesperrt gespeichert gestartet gestern gestoppt gezogen grüße gruß hallo hinweis hochgefahren kennwort keller kennung knoten konto konten kunde kunden laufwerk leider leitung lösung maschine maschinen meldung monat montag dienstag mittwoch donnerstag freitag samstag sonntag nachricht netz netzwerk neustart nutzer passwort " +
        "platte platten rechner router schalter schrank sekunden serverraum sicherung sicherungen speicher stand standort störung stromausfall stunden tage täglich teil umgebung umgestellt ursache verbindung verbunden verfügbar vergessen versucht verwaltung vielen wartung wöchentlich zeit zertifikat zugang zugänge zugriff zusammen zuständig büro buchhaltung lager halle werk werkstatt büros kasse kassen " +
        // Dutch
        "aan alleen bij dan dat de deze die dit door een eens er geen gaat gebruiker geeft goed heb hebben heeft hem het hier hij hoe hun ik inloggen jullie kan klant kunnen maar meer met mijn moet naar niet nieuwe nog nodig ons onze ook op over graag straks staat sinds te tijdens tot uit uur van vandaag veel voor waar wachtwoord wel werkt wij wordt worden zijn zonder zou " +
        // French
        "au aux avec avoir bonjour ce cela ces cette chez comme dans depuis des donc du elle en encore est et être eu faire fait fois hier ici il ils je jour la le les leur lui mais merci même mes mon ne nos notre nous ou où par pas peut plus pour pourquoi problème quand que qui sa sans se ses si son sont sous sur toujours tous tout toute très un une utilisateur vers vous votre vos " +
        // Spanish, Italian, Portuguese
        "al algo ahora como con cuando del desde donde el ella ellos entre era eso esta estaba estado estamos están estar este esto fue gracias hace hacia hasta hay hola la las los más mi mismo muy nada no nos otra otro para pero por porque puede que quien saludos se según ser servidor si sin sobre solo son su sus también tiene todo todos una uno usuario ya " +
        "alla alle anche ancora che chi ci ciao con cosa dal dalla degli del della delle dello di dopo due è già gli grazie ho il io lo ma macchina mentre molto nel nella noi non ogni per perché più poi prima qui quindi senza siamo solo sono sta stato sua suo tra tutti tutto un utente vi " +
        "ainda ao aos após até bem com como da das de dele depois dia dos e ela ele em entre essa esse está eu foi isso já mas mais me mesmo meu muito na não nas nem no nos num o obrigado olá os ou para pela pelo pode por qual quando que se sem ser seu sobre sua também tem uma usuário você " +
        // Scandinavian
        "alle andre at av bare blev blir da de den denne der dere deres det dette du efter eller en er et etter fikk for fra få før går gjør ha hade hadde han har hei hej hele her hun hva hvis hvor igen ikke ingen inte jeg jag kan kommer kun kunne lösenord man mange med meg men mer min mot mye nå når noe nya og också om opp oss over på passord så sedan selv sig sin skal ska som til till tillbaka tjänst under var vare ved vi via vil ville være år är över");

    /// <summary>Whether a word is one of another language.</summary>
    public static bool Contains(ReadOnlySpan<byte> word) => word.Length is >= 2 and <= 24 && Words.Contains(word);
}
