"""English words and names that have the form of raw Telex: "test" would be *tét*, "room" *rôm*.

Met in a query they are no evidence that keystrokes were meant, even where an index does not hold
them. Words of three letters whose only key is a tone at the end ("bar", "has") are not listed: form
alone says how little they prove. Not for deciding (``searcher.search``).
"""

from __future__ import annotations

from typing import Final

LOOKALIKES: Final = frozenset(
    (
        "ama arm asap ask aura bangs bans barn bats bays bee beef been beer bees best bets bias "
        "bins bits boar boast boats bono boo books boom boon boost boots bore born bots bow bows "
        "buns burn bury bust busy buys cams cans caps cary cast cats chair chaos char charm chats "
        "cheer chef cher chest chins chips choir chops chose chosen chow coast coats congo cons "
        "cooks cops core corn cosmo cost cow cows cups cuts dad dads dams dana darn dawn days "
        "deed deeds deem deer defend dense did didn dips disc docs dod does donor doo doom door "
        "dorm dose dots dow down downs dust gangs gaps gary gasp gays goats goes goo gore gown "
        "gowns guns guts hair hamas hangar hangs harm hats hawks hens here hero hips hist hits "
        "hoax honor hoo hoof hooks hoops hops horn hose host how huts irene isa ism ist karma "
        "keen keeps kern kits lama lamar lana laos laps last laura lawn lays lee lens lest lets "
        "liar lips lisa list loans lois looks loom loops lore lose lost lots low lows luis lungs "
        "lust mama mana manga mans manx maps mary mask mast mats maus maxi maya meets meme memes "
        "mens mere mets mins mira mist mojo moms mono moon moons moor moran more moron most must "
        "nana nero nest nets noir noon nora norm nose now nuns nuts oats oops ore own owns pair "
        "pans paso past pasta pats pawn pays pee peer pens pest pets pharma photos pics pieces "
        "pins pits poems poets poo poor pops pore porn porno pose post pots pow pups puts quasi "
        "queen queens queer quest quits quran rams rasp rats rays reef reps reset rest reuse rips "
        "roar roast romo roof room rooms roots rosa rose rosen row rows runs rust saif samar sans "
        "saxo says see seem seems seen sees sense sets sims sins sits soar sofa songs sons soo "
        "soon sore sow sown sums suns sura taps task taxi tee teen teens tees tens tense term "
        "test thats thee theme themes there these this thor thorn those thus tips tits toast toes "
        "tons too tops tore torn tow town towns trans traps tree trees trips trojan troops trust "
        "turn uri usa usc vans vary vast vest vets visa vow vows war was wax wow "
    ).split()
)
