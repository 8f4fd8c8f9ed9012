namespace ProxmoxMpc.Core.Privacy;

/// <content>Everyday words of English: what is done, how it is, and what nobody calls a machine after. Animals, places, colours and the like are not here.</content>
internal static partial class CommonWords
{
    private static readonly WordSet Everyday = WordSet.Of(
        "abandoning abbreviating abbreviations abilities abolished abolishing abolition abortion absorbed absorbing abused abusing abusive academic accident accommodation accomplishing accord " +
        "accordance accorded accords accumulating accusation accusations accused accusing accustomed accustoming achievement achievements achieving acknowledging acquaintance acted adaptation " +
        "adapting addicted addicting addictive adequate adequately adhered adhering adjective administered administering admirable admiration admit admits admitted admittedly admitting adopt " +
        "adopting adoption adopts advantageous adventurous adversely advertises advises advising advocated advocating aesthetically affair affairs affection afford afterward aged agency aggressive " +
        "agreeing agreements aided aiding aimed aiming alarmed alarming aligning allegation allegations alleged allegedly alleging alliance allowance allowances ally alteration alterations altering " +
        "amazed amazing amazingly ambitious amended amending amendment amuse amused amusement amuses amusing analogous analogue analyzing announcement announcements announcing annoy annoyance " +
        "annoyed annoying annoys annual annually anomaly anonymous answering anticipated anticipating anticipation anxious anyplace apologies apologize apologized apologizes apologizing apology " +
        "appalled appalling appallingly appeal appealed appealing appearances appointed appointing appointment appointments appreciate appreciated appreciates appreciating appreciation approached " +
        "approaching approves approving approximation arbitrarily arguable arguably argue argued argues arguing arising armed arming arrange arranged arrangement arrangements arranges arranging " +
        "arrested arresting arrogance artificial artificially ascended ashamed asleep assembled assembling asserting assessed assessing assisted assisting associates assorted assorting assure " +
        "assures assuring atheism atmosphere atrocities atrocity attacked attacking attend attendance attended attending attends attentions attitude attract attracted attracting attraction " +
        "attractive attributing audible authorities automating automobile awaited awaiting awake award awarded awarding awards awful awfully awkward backs baffled baffling baked baking balances " +
        "banned banning barely barked barking barred barring bases bashed bashing basing bearded bearding bearing beating beautiful beautifully behaved behaving believable believed believes " +
        "believing belonged beloved bending bets betting biased biasing bible bidding bids bigoted biology bite bites biting bitten bizarre blamed blaming blasted blasting blatantly bless blessed " +
        "blow blowing boards bogged bogging boiled boiling bombed bombing booked booking bore bored boring borne borrowed borrowing borrows bothered bothering bothers bracketing branded branding " +
        "breach breathed breathing bred breed breeding briefly brightly brilliantly broadcasting broadly buffered buildings buried buries burned burning bursting bury burying buying buys cabled " +
        "calculations campaign campaigned campaigning canceling capitalism cardboard cared careless cares caring carrying cased casing cassette casting categorically catered catering causality cease " +
        "ceased ceasing celebrated celebrating celebration censored censoring censorship cent centered centering central century chairman challenged challenging chances charged charges charging " +
        "charitable charities charity charmed charming chased chasing chatted chatting cheaper cheapest cheaply cheated cheating cheerful chemical chewed chewing chopped chopping chose chucked " +
        "chucking circuit circulated circulating circulation circumstance cited cities citing civilization civilize civilized civilizes civilizing claimed claiming clarification clarifies clarifying " +
        "classed classifies classify classifying classing clearance clearer clearest clever climbed climbing clipped clipping closer clothed clothing club clue coincidence coined coining collapse " +
        "collapsed collapsing collated collating collecting collective coloring comfortably commandment commandments commence commenting commercially commission commissioned commissioning committee " +
        "commodity communicated communism communities comparative comparatively compelled compelling compensation competed competence competing competition competitive complained complaining " +
        "complaint complaints complicates complicating complication complications compliment composes composing comprehensible comprises comprising compromise compulsory computerize computerized " +
        "computerizes computerizing computes concatenating concealed concealing conceivable conceivably conceive conceived conceiving concentrated concentrating concentration conception concerning " +
        "concluded concluding conclusion concrete condemnation condemned condemning condensing conditioned conditioning conducted conducting conference conferences confident confidentiality confined " +
        "confining confirming confirms conflicted confronted confronting confuses congesting congratulations connotation connotations conscience conscious consciously consciousness consented " +
        "consenting conservation considerably considerations consisted consolation conspicuous constantly constitution constraining constructing constructions constructive consultation consulted " +
        "consulting contacted contemplated contemplating contentious continually continuation continuations continuity contraception contracted contracting contradicted contradicting contradiction " +
        "contravention contrive contrived contriving conveniently conventional conversation conversely convicted convicting conviction convictions convince convinced convinces convincing " +
        "convincingly cooked cooking cooled coped coping corners corporation correcting corrects corresponded correspondence corrupting corrupts costed costing counseled counseling countless county " +
        "coupling course courses cracked cracking cramped cramping crawled crawling crazy creative creature credibility credible creed cried crisis crisps criticism criticize criticized criticizes " +
        "criticizing crossed crowded crowding cruise cruised cruises cruising crunched crunching crushed crushing crying cuddly cumming cums cunning cure cured curing curiosity curious curiously " +
        "cuts cutting cycled cycling damage damaging damnation damned damning dance danced dances dancing dangerously dare dared daring darkness darling dashed dashing dated dating datum deadly " +
        "dealt dear death debatable debate debated debating debugged decade decent declined declining dedicate dedicates dedicating deduce deducing deduction deductions deed deem deeming deems " +
        "defeated defeating defective defended defending defensive definite definitive degrading degree degrees deity delaying deliberate delicious delighted delightful delighting delivering " +
        "demanded demanding demands demented demise democratic democratically demolished demolishing demonstrating demonstrations denying departments depended dependence depressed depressing deprive " +
        "deprived depriving deranged deranging derives deriving descended deserted deserting deserved deserving designating designs desire desires desiring desperate desperately despise destined " +
        "destining detailing detectable detective determination devastated devastating developments develops devious devise devised devises devising devote devoted devotes devoting dialed dialing " +
        "dictatorship died differed difficulties difficulty digging digital dignity dined dining directing disadvantage disagree disagreed disagreeing disagreement disappearing disappears " +
        "disappointed disappointing disappointment disastrous discarding discipline disconnecting discontinued discontinuing discourages discouraging discretion discriminated discriminating " +
        "discrimination discuss discusses discussing disguise disguised disguises disguising disgusted disgusting dislike disliked disliking dismissed dismissing disposable disposed disposing " +
        "dissertation distances distasteful distinction distinctive distinctly distinguishing distorted distorting distortion distracted distracting distressed distressing distributing district " +
        "disturb disturbance disturbed disturbing disturbs ditto dive dived diversity diverting divides dividing diving documenting dollar dominated dominating donated donating donation donations " +
        "doomed dooming dotting doubled doubling doubtful doubtless downwards dozen drafted drafting dragged dragging draining drastic drawing drawn draws dreaded dreadful dreading dreamed dreaming " +
        "dressed dressing drew dried drinking dripped dripping driving drowned drowning drying dubious duly duplicating duty dying eagerly earned earning ease eaten eating eats echoed echoing " +
        "economic economically economy educated educating education educational effectiveness efforts elderly elect elected electing elections electronically electronics elects eliminated embarrass " +
        "embarrassed embarrasses embarrassing embarrassment emerged emerging eminently emotion emotionally emotions emphasize emphasized emphasizes emphasizing employing employment emptied emptying " +
        "encouragement encourages encouraging endless endlessly engaged engaging engineered engineers enhances enhancing enjoy enjoyable enjoyed enjoying enjoyment enlarged enlarging enlightened " +
        "enlightening enlightenment enormous enormously enters entertained entertaining entertainment entitle entitled entitles entitling entrance envisaged envisaging equation equations equipment " +
        "equipped equipping eraser erasing essence establishments estimating estimation eternity evened evenings evens evidently evolution evolved evolving exaggerated exaggerating examination " +
        "examines examining exceeding exceedingly excellent excepted excepting exceptionally excess excessive exchanged exchanging excited excitement exciting excuse executive exercised exercises " +
        "exercising exhausting exhibition expanding expectation expedition expense experiences experiencing experimentally experimentation experimented expertise experts expiring exploded exploding " +
        "exploitation exploited exploiting explored exploring explosive expresses expressing extensively extinction extraordinarily face faced factually fair fairness faithful fallacious fallen " +
        "familiarity farther farthest fascinated fascinating fashionable fashioned fashioning fate fatuous faults favorable favored favoring fear feared fearing feasibility featured featuring " +
        "feeding feeling feels fell fewest fiction fiddled fiddling fight fighting figured figures figuring filed filing filmed filming finalizes finalizing finance finances financial financially " +
        "fined finger fingers fining finishing fired firing firm firmly fiscal fished fishes fishing fitted flagging flashed flashes flashing flawed flawing flied flies flipped flipping floated " +
        "flooded flooding flowed flowing flown fluctuation fluctuations flushing flying folded folding fooled fooling forbidding forecasting foreseeable forgets forgetting forgive forgiving formally " +
        "formation formerly forming formulation forthcoming fortunately foundation foundations founded founding fractions frankly frequent friction fried friendship fries frightened frightening " +
        "frivolous frowned frowning frustrated frustrating frustration frying fulfilling functioned fundamentally funded funds furthest gained gaining gains garbled garbling gasoline geared gearing " +
        "generalization generalizations generalized generalizes generalizing generous genetically gently genuine genuinely ghastly glad gladly glance gleaned gleaning glorious glowed goodness goods " +
        "gorgeous governing governments governor grabbed grabbing graduated graduating graduation grands grateful gratefully gratuitous gratuitously grave gravity greatest greed grew grind grinding " +
        "grinds gross grosses grossly guaranteeing guarded guarding guesses guessing guided guiding gullible habit habits hacked hacking halting handful hands hanged happily happiness hardest hardly " +
        "hardship harm harmless hated hating hatred headed heading hearing hears heart heartily heat heated heating helping helpless herring herself hided hideous hideously hiding hilarious himself " +
        "hinted hinting hired hiring hitting holes holy homosexuality honestly honoring hooked hooking hoped hopeful hopeless hopelessly hopes hoping horizontally horrendous horrendously horrible " +
        "horribly horrified horrifies horrify horrifying housed housing hugely humanity humbly humorous hung hunted hunting hurry hurting husband ignorance illegally illness illustrated illustrating " +
        "illustration illustrations imagination imaginative imagine imagined imagining immensely impaired impairing impended impending imperative implausible implementations implication implying " +
        "importantly imposing impressed impressing impression impressive imprisoned imprisoning improbable inadequate incapable incarnation incentive inches incidence incidentally inclination " +
        "incline inclined inclines inclining income incompetence incomprehensible inconvenience inconvenienced inconveniences inconveniencing incorporating increasingly incredible incredibly " +
        "incurred incurring indefensible independence indications indicative indictment indirection individuals induced inducing induction indulged indulging industrial industry ineffective " +
        "inequality inevitable inevitably inexperienced infallible infamous infected infecting infection infelicity inferior inferiority infinitely infinity inflation inflexible influences " +
        "influencing informally informing infringement ingenious inhabited inhabiting inhibited inhibiting inhibition initials initiative injured injuring innocence innocent innovation innovative " +
        "inputted inputting inquired inquiring insidious insist insisted insistence insisting inspiration inspiring institution institutions instructed instructing instruments insulted insulting " +
        "insurance integral integrating intelligent intending intends intensely intensity intensive intention intentions interacted interestingly interests interfaced interfacing interfered " +
        "interfering international interpretations interruption interruptions intersections intervened intervening interviewed interviewing intolerance intrinsically invaded invading invaluable " +
        "invariably invent invented inventing invention inventions invents inverting investigated investigating investigations investment invite invited invites inviting involvement irresponsible " +
        "irritate irritated irritates irritating irritation isolates isolating jammed jamming jealous jelly jointly joked joking jolly judged judging judgment judgments jumped jumping junction " +
        "justifiable justifiably justifies justify justifying keen kicked kicking kidded kidding kidnapped kidnapping killing kills kindly kindness knock knocked knocking knocks labor laboratory " +
        "lacked lain landed landing lands lasted lasting lasts laughed laughing laws laying laziness lazy leach leaded leaned leaning learns leaved lecture lectured lectures lecturing legally " +
        "legible legislation legitimately legs lend lending lessons liable licensing lied lifted lifting lighted lighting lightning lightninged liked likes liking lined lining listened literature " +
        "lived lively living loan logically lonely longest loosely lorries lorry loudly loved lovely loving lowered ludicrous ludicrously lurked lurking lying madness mailed maize malfunction " +
        "mangling manifestation manifestly manipulated manned manning manufactured manufacturing marginally marketed marketing marriage married marrying marvelous massively mathematical " +
        "mathematically mathematics maximize measurements measures measuring mechanic mechanics medical mediums meetings memorable mended mending mentality mentally mentioning merit merits mess " +
        "messed messing messy mildly miles military millions minded minding mindless minds mined mining minorities minority miraculous misdirected misdirecting miserable miserably misguided " +
        "misguiding misinterpreted misinterpreting mislead misleads misled misplaced misplacing misreading misrepresented misrepresenting mistaken mistaking mistook misunderstand misunderstanding " +
        "misunderstands misunderstood misuse mixes moaned moaning modeling moderately moderation momentarily monopoly morality morally mornings mortality motions motivated motivating motivation " +
        "motive movement mucked mucking muddled muddling multiplication multiplying murdered murdering muttered muttering myself mysterious mysteriously nailed nailing naked nameless narrative nasty " +
        "national nationally nations naughty nearer neatly necessity neck needless needlessly neglected neglecting negotiable negotiating negotiations nervous networked nevertheless nicest nicked " +
        "nicking nine noises noisy nominally nominated nominating nonsense normality noticeable noticeably noticed notifying noting notions notorious notwithstanding nuisance numb numbered numbest " +
        "obey obeyed obeying objected objecting objection objectionable objections objective obligation obliged obliging obnoxious obscure obscuring obscurity observation observations observes " +
        "observing obsessed obsessing obstructed obstructing obtainable occasion occasional occasions occupation occupies occupy occupying occurring offended offensive offsetting offspring oneself " +
        "openly opinion opinions opportunities oppose opposes opposing opposition oppressed oppressing opted optimizes optimizing opting organizes organizing orientated orientating oriented " +
        "orienting originated ought ours ourselves outlining outraged outrageous outraging overcoming overlooked overlooking overpriced overpricing overwhelmed overwhelming owed owes owing padded " +
        "painful painfully painless painted painting paradise parked parliament participated partly patience patient patronize patronized patronizes patronizing pausing pavement payed paying payment " +
        "payments pays peaceful peculiar pence pended perceive perceiving perception perfection performances permitting persecuted persecuting personalities personality persuade persuaded persuades " +
        "persuading phasing phenomenon philosophy phoned phoning phrased phrasing picking pictures pile pinched pinching pint pity plagued plaguing plainly planted planting plastered plastering " +
        "played playing plea pleasant pleasantly pleased pleases pleasing plenty plot plots plotted plotting plugging pointless poisoned poisoning polished polishing politeness political politically " +
        "pollution pompous poorly popped popping popularity populations porting portrayed portraying posed posing positioned positioning positively possessed possessing possibilities postponed " +
        "postponing pounds poured pouring practicable practical practiced practicing praise prayed praying preached preaching precaution precautions precious predicting predictions predominantly " +
        "preferring prejudiced prejudicing premise premises prepares prescribed prescribing prescription presentation presenting pressed presses presumably presume presumed presuming pretended " +
        "pretentious prevention priced prices principally printout privately privatization privileging prize prizes probabilities probable proceeded producing productive professional profitable " +
        "programmable programmed programmers progressed progressing prohibiting projected projecting projection proliferation prolonged prolonging promise promised promises promising promoting " +
        "promptly prone pronounced pronouncing pronunciation proportion proportions proposal propose proposes proposing proposition prosecuted prosecuting prosecution prospect prospective protest " +
        "proved proving provocative provoked provoking proximity publication publications publicity publicize publicized publicizes publicizing publishes pudding pumped pumping punched punching " +
        "punished punishing punishment purchase purchasing purity pursued pursuing putt putted putts puzzled puzzling qualification qualifications qualifies qualifying qualities questionable " +
        "questioned questioning quicker quickest quietly quitting quotations raced racing racism radiation radically rained raining ranged ranging ranted ranting rated rates rationally rattled " +
        "rattling raved raving reach reacted reacting reaction reactions readership realization realize realized realizes realizing rearranged rearranging reasoned reasoning reassured reassuring " +
        "recall recalled recalling reckless reckoned reckoning recognizing recollection recommendations recommending recruited recruiting recruitment rectified rectifies rectify rectifying recycled " +
        "recycling redefined redefining reductions refined refining reflecting reformed reforming regret regrettably regretted regretting regulation regulations reinstated reinstating rejection " +
        "relate relates relating relativity relaxed relaxing relevance relieved relieving religion religious reluctance reluctant reluctantly remarkable remarkably remarked remarking remarks " +
        "remembering remembers remind reminded reminding reminds rending rendition renewing repairing repeats repetitive replying representations reproduced reproducing repulsive reputation " +
        "rereading resemblance resembled resembling reserves residence resignation resigned resigning resistance resort resorted resorting respectable respected responded responsibilities rested " +
        "resting restrained restraining resuming resurrection retirement retiring revealed revealing reveals revelation reversing revise revised revises revising revolted revolting revolution reward " +
        "rewards ridding ridiculous ridiculously riding rids rightly rigorous ringed ringing ripped ripping rise rises rising risked risking romance routinely rubbish ruined ruining ruled ruling " +
        "rumored rumoring rush rushed rushing sacked sacking sacred sacrificed sacrificing saddened saddening sadly sailed sailing sale salvation sampled satisfaction satisfactorily satisfying " +
        "scarcely scared scaring scattered scattering sciences scientifically scored scores scrap scrapped scrapping scratch scratched scratching screamed screaming screwed screwing scrolled sealed " +
        "sealing seconded seconding secondly secretly seeing seeking seeks seeming seemingly selling sells seminar sensation sensibly sentence sentenced sentencing sentiment sentiments seriously " +
        "seriousness settle settled settles settling seven severe severely sexuality sexually shaking shame shaped shaping sharply shed shedding shifting shined shining shocked shocking shoot " +
        "shooting shopped shops shortage shortening shouted shouting sickened sickening sided siding sight sighted sighting signaled signaling significance silence silly similarities similarity " +
        "simplicity simplifying simulation sincerely sinful sing singing singularly sinking sits sitting situated situating skilled skills slicing sliding slight slipped slipping slowed slowest " +
        "slowing smashed smashing smelly smiled smiling smoked smoking smoothly sneaked sneaking socialism socially solved solves solving someplace sometime sooner soonest sophisticate sophisticates " +
        "sophisticating sought sounded sounding sounds spaced speaks specialize specializes specializing speculation sped speeding spelled spells spending spends spite spitted spitting spoiled " +
        "spoiling sponsored sponsoring spontaneous spontaneously spots spotted spotting spreading spreads springing squared squaring squeezed squeezing staggered staggering stamped stamping stance " +
        "standardize standardized standardizes standardizing standing stared staring starred starring startled startling starved starving stations statistical staying steadily stealing steered " +
        "steering stepped sterling sticking sticks stimulated stimulating stimulation stirred stirring stones straightforward strangely stressed stressing stretched stretching strikes striking " +
        "strive struck structuring struggled struggling studied studies study studying stuffed stuffing stumbled stumbling stunned stunning stupid stupidity subjected subjecting subjective subjects " +
        "submits subsidize subsidized subsidizes subsidizing substance substances substantial substantially substituting subtly successive sudden sued suffer suffered suffering suffers suffice " +
        "sufficiently suggest suggesting suing suit suitability suitably suiting suits summarized summarizes summed summing superficially superfluous superiority supervise supervises supervising " +
        "supervisor supposedly supposes supposing surely surprise surprised surprises surprisingly survey survived surviving susceptible suspect suspected suspecting suspects suspicion suspicious " +
        "suspiciously sustained sustaining swallowed swallowing swamped swamping swearing sweating sweeping swimming swing sympathize syntactically tacked tacking tackled tackling tactless tailoring " +
        "talented talks tapes tasted tasteless tasting taught taxation teach teaches teared tearing tedious teeth temptation tempted tempting tend tended tendency tending tentative tentatively " +
        "termed terminally terming terrible terribly terrified terrifies terrify terrifying terrorism thanked thankful thankfully thanking theoretical theoretically thickness thinking thoroughly " +
        "analyzes complies comply thoughts thous threatened threatening thrusting tidied tidying ties timetable tiring tolerated tolerating touches toward traced traded trading tradition traditions trailed trained trains " +
        "transferring transforming transmitted transported transporting trapped trapping traps traveled traveling tremendous tremendously trial trinity trivially turntable twisted twisting tying " +
        "typesetting unacceptable unambiguous unbalanced unbearable unbelievable unbelievably unbiased uncomfortable unconnected unconscious unconvincing undergoing undergraduate undergraduates " +
        "underlining understandable understanding undertaking undesirable undoubtedly unduly unemployed unemployment unexplained unfortunate unfounded unfriendly unhappy unhelpful unifies unify " +
        "unifying uninteresting unite united uniting universally universities university unjustified unobtainable unpleasant unreasonable unreliable unsolicited unsuspecting unusually unwilling " +
        "unwise unworkable upbringing upset upsets upsetting upward urged urgently urging usefully usefulness utterly vacations vague vaguely valuable valuing vandalism vanished vanishing vans " +
        "variance variations varied vast vastly vegetable velocity vended vending verbally vertically viable vicinity vicious vigorously violence violently virtue visited visiting voluntarily " +
        "volunteered volunteering voted votes voting waded wading waked waking wandered wandering ward warm warmed warming warned warped warping washed washing waste wasteful wastes wasting watching " +
        "waved waving weakness wear wearing wears wedded wedding welcomed welcomes welcoming wetting whence whereby whoever wholeheartedly wholly wicked wider widespread widest wildly willed " +
        "willingly wills winded winding windowing wing winning wiping wired wiring wishes wishing withdraw withdrawing witness witnessed witnessing wive woman women wondered wonderful wonderfully " +
        "wondering wonders wondrous wooden worded wording wore workable worn worried worries worrying worship worthless worthwhile worthy wrecked wrecking wretched wrongly yourselves");
}
